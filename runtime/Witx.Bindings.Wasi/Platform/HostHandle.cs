using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Threading;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// An open file, stream or socket of the host. It counts its users and is closed after the last one, so that no system call uses a file
/// descriptor that was closed and reused. A handle that wraps a <see cref="SafeHandle"/> uses the count of that. Thread-safe.
/// </summary>
[NativeMarshalling(typeof(HandleLease))]
internal sealed partial class HostHandle : IDisposable
{
    // The state: the lowest bit is set when the handle is disposed, the highest when it is closed. Between them is the number of users.
    private const int Disposed = 1;
    private const int User = 2;
    private const int Closed = int.MinValue | Disposed;

    private readonly HandleFinalizerPool.HandleBatch? _batch;
    private readonly int _index;
    private int _state;

    /// <summary>Wraps a file descriptor of a Unix, and owns it.</summary>
    /// <param name="descriptor">The file descriptor.</param>
    /// <param name="batch">Closes the file descriptor if the handle becomes unreachable.</param>
    /// <param name="index">The index of the file descriptor in the batch.</param>
    internal HostHandle(int descriptor, HandleFinalizerPool.HandleBatch batch, int index) =>
        (Descriptor, _batch, _index) = (descriptor, batch, index);

    /// <summary>Wraps a handle of the runtime, and disposes it.</summary>
    internal HostHandle(SafeHandle runtime) => (Descriptor, RuntimeHandle) = ((int)runtime.DangerousGetHandle(), runtime);

    /// <summary>The file descriptor, or the handle on Windows. Valid between <see cref="Acquire"/> and <see cref="Release"/>.</summary>
    internal int Descriptor { get; }

    /// <summary>The wrapped handle of the runtime, or null.</summary>
    internal SafeHandle? RuntimeHandle { get; }

    /// <summary>The pool for files that are opened below this directory.</summary>
    internal HandleFinalizerPool FinalizerPool => _batch!.Pool;

    /// <summary>Keeps the handle open until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    internal void Acquire()
    {
        if (RuntimeHandle is not null)
        {
            bool held = false;
            RuntimeHandle.DangerousAddRef(ref held);
        }
        else if ((Interlocked.Add(ref _state, User) & Disposed) != 0)
        {
            Release();
            throw new ObjectDisposedException(nameof(HostHandle));
        }
    }

    /// <summary>Undoes <see cref="Acquire"/>. The last user of a disposed handle closes it.</summary>
    internal void Release()
    {
        if (RuntimeHandle is not null)
        {
            RuntimeHandle.DangerousRelease();
        }
        else if (Interlocked.Add(ref _state, -User) == Disposed)
        {
            Close();
        }
    }

    /// <summary>Closes the handle after its last user. Further calls have no effect.</summary>
    public void Dispose()
    {
        if (RuntimeHandle is not null)
        {
            RuntimeHandle.Dispose();
        }
        else if (Interlocked.Or(ref _state, Disposed) == 0)
        {
            Close();
        }
    }

    // A late Acquire briefly increments the count, so more than one thread can see it drop to zero. The CAS picks one closer.
    private void Close()
    {
        if (Interlocked.CompareExchange(ref _state, Closed, Disposed) == Disposed)
        {
            _batch!.Remove(_index);
            Libc.Close(Descriptor);
        }
    }
}
