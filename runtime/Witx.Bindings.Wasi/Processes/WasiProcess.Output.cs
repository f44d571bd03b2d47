using System;
using System.Threading;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi;

/// <content>Flushing of buffered standard output and standard error.</content>
public sealed partial class WasiProcess
{
    /// <summary>Flushes buffered standard output and standard error.</summary>
    /// <remarks>
    /// Bytes that cannot be written stay in the buffer. The next write or synchronisation of the descriptor returns the error.
    /// </remarks>
    internal void FlushOutput(Waiter waiter)
    {
        foreach (OpenFileDescription file in _bufferedOutputs ?? [])
        {
            _ = file.Inode.Flush(file, waiter);
        }
    }

    /// <summary>
    /// Flushes at the end of the process. Waits for a slow reader unless the process is cancelled; then writes without blocking.
    /// </summary>
    private void FlushAtEnd()
    {
        if (!HasBufferedOutput)
        {
            return;
        }

        try
        {
            ProcessShutdown shutdown = new(cancellable: _cancellationToken.CanBeCanceled);
            using CancellationTokenRegistration registration = _cancellationToken.UnsafeRegister(
                static (shutdown, token) => ((ProcessShutdown)shutdown!).Cancel(token), shutdown);
            using Waiter waiter = new(shutdown, Clock);
            FlushOutput(waiter);
        }
        catch (OperationCanceledException)
        {
            using Waiter waiter = new(new ProcessShutdown(), Clock);
            _bufferedOutputs.ForEach(static file => file.Flags |= Fdflags.Nonblock);
            FlushOutput(waiter);
        }
    }
}
