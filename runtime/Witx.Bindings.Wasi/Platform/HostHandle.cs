using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Something that the host holds open for a guest. It counts who uses it, so that it is closed only when nobody does, and no call meets a
/// number that means something else by then. What the runtime opened stays the runtime's, with its own counting.
/// </summary>
[NativeMarshalling(typeof(HandleLease))]
internal sealed partial class HostHandle : IDisposable
{
    // The state: the lowest bit for what is to be closed, the highest for what is closed, between them the number of users.
    private const int Ending = 1;
    private const int User = 2;
    private const int Ended = int.MinValue | Ending;

    private readonly HandleFinalizerPool.HandleBatch? _custody;
    private readonly int _place;
    private int _state;

    /// <summary>An open file of a Unix, which is closed with this.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="custody">Who closes it if nobody can any more.</param>
    /// <param name="place">Its place there.</param>
    internal HostHandle(int number, HandleFinalizerPool.HandleBatch custody, int place) => (Number, _custody, _place) = (number, custody, place);

    /// <summary>Something that the runtime opened, which is disposed with this.</summary>
    internal HostHandle(SafeHandle runtime) => (Number, Runtime) = ((int)runtime.DangerousGetHandle(), runtime);

    /// <summary>What the system knows it by. To be used by those who have acquired it.</summary>
    internal int Number { get; }

    /// <summary>The runtime's own handle, of what it opened.</summary>
    internal SafeHandle? Runtime { get; }

    /// <summary>Where what is opened below this directory is to be held.</summary>
    internal HandleFinalizerPool Custody => _custody!.Custody;

    /// <summary>Keeps it open until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">It is closed, or about to be.</exception>
    internal void Acquire()
    {
        if (Runtime is not null)
        {
            bool held = false;
            Runtime.DangerousAddRef(ref held);
        }
        else if ((Interlocked.Add(ref _state, User) & Ending) != 0)
        {
            Release();
            throw new ObjectDisposedException(nameof(HostHandle));
        }
    }

    internal void Release()
    {
        if (Runtime is not null)
        {
            Runtime.DangerousRelease();
        }
        else if (Interlocked.Add(ref _state, -User) == Ending)
        {
            Close();
        }
    }

    /// <summary>Closes it as soon as nobody uses it. More than once is as good as once.</summary>
    public void Dispose()
    {
        if (Runtime is not null)
        {
            Runtime.Dispose();
        }
        else if (Interlocked.Or(ref _state, Ending) == 0)
        {
            Close();
        }
    }

    /// <summary>Who comes too late counts as a user for a moment, so that several may find it unused.</summary>
    private void Close()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Ending) == Ending)
        {
            _custody!.Forget(_place);
            Libc.Close(Number);
        }
    }
}
