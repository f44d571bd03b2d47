using System.Runtime.CompilerServices;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Closes the open files of a process that was never disposed, when nobody can reach them any more. The runtime keeps every object that it
/// has to end in a list, behind a lock that all threads share: one such object for many files makes opening them cheaper, and lets threads
/// open files without waiting for each other.
/// </summary>
internal sealed class HandleFinalizerPool
{
    private HandleBatch _block;

    internal HandleFinalizerPool() => _block = new HandleBatch(this);

    /// <summary>Takes an open file over.</summary>
    internal HostHandle Hold(int number)
    {
        while (true)
        {
            HandleBatch block = Volatile.Read(ref _block);
            if (block.TryRemember(number, out int place))
            {
                return new HostHandle(number, block, place);
            }

            Interlocked.CompareExchange(ref _block, new HandleBatch(this), block);
        }
    }

    /// <summary>Files that were opened one after the other. It is reached by their handles, and by its custody while there is room.</summary>
    internal sealed class HandleBatch(HandleFinalizerPool custody)
    {
        private Numbers _numbers;
        private int _taken;

        ~HandleBatch()
        {
            foreach (int complement in _numbers)
            {
                if (complement != 0)
                {
                    Libc.Close(~complement);
                }
            }
        }

        internal HandleFinalizerPool Custody => custody;

        internal bool TryRemember(int number, out int place)
        {
            place = Interlocked.Increment(ref _taken) - 1;
            bool hasRoom = place < Numbers.Length;
            if (hasRoom)
            {
                _numbers[place] = ~number;
            }

            return hasRoom;
        }

        /// <summary>It is about to be closed.</summary>
        internal void Forget(int place) => _numbers[place] = 0;
    }

    /// <summary>The numbers' complements, as every number but none is one.</summary>
    [InlineArray(Length)]
    private struct Numbers
    {
        internal const int Length = 32;

        private int _first;
    }
}
