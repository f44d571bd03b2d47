using System.Runtime.CompilerServices;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Closes the open files of a process that was never disposed, once they are unreachable. The runtime registers every finalizable object in
/// a list behind a global lock. One finalizable object for up to 32 files makes opens faster, and keeps threads from waiting for that lock.
/// </summary>
internal sealed class HandleFinalizerPool
{
    private HandleBatch _batch;

    internal HandleFinalizerPool() => _batch = new HandleBatch(this);

    /// <summary>Creates a handle that owns a file descriptor. Thread-safe.</summary>
    internal HostHandle CreateHandle(int descriptor)
    {
        while (true)
        {
            HandleBatch batch = Volatile.Read(ref _batch);
            if (batch.TryAdd(descriptor, out int index))
            {
                return new HostHandle(descriptor, batch, index);
            }

            Interlocked.CompareExchange(ref _batch, new HandleBatch(this), batch);
        }
    }

    /// <summary>
    /// Up to 32 file descriptors with one finalizer. Their handles reference it, and the pool does while it has free places.
    /// </summary>
    internal sealed class HandleBatch(HandleFinalizerPool pool)
    {
        private Descriptors _descriptors;
        private int _count;

        ~HandleBatch()
        {
            foreach (int complement in _descriptors)
            {
                if (complement != 0)
                {
                    Libc.Close(~complement);
                }
            }
        }

        internal HandleFinalizerPool Pool => pool;

        /// <summary>Adds a file descriptor.</summary>
        /// <returns>False if the batch is full.</returns>
        internal bool TryAdd(int descriptor, out int index)
        {
            index = Interlocked.Increment(ref _count) - 1;
            bool isAdded = index < Descriptors.Length;
            if (isAdded)
            {
                _descriptors[index] = ~descriptor;
            }

            return isAdded;
        }

        /// <summary>Removes a file descriptor before it is closed.</summary>
        internal void Remove(int index) => _descriptors[index] = 0;
    }

    /// <summary>The complements of the file descriptors, so that 0 means a free place.</summary>
    [InlineArray(Length)]
    private struct Descriptors
    {
        internal const int Length = 32;

        private int _first;
    }
}
