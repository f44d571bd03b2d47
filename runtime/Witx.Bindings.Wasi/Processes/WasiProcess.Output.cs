using System;
using System.Threading;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi;

/// <content>What it wrote and is held back.</content>
public sealed partial class WasiProcess
{
    /// <summary>Hands on what standard output and error hold back. What fails stays, and is the answer to what is written or synchronised next.</summary>
    internal void FlushOutput(Waiter waiter)
    {
        foreach (OpenFileDescription file in _buffered)
        {
            _ = file.Inode.Flush(file, waiter);
        }
    }

    /// <summary>The last flush waits for whoever reads unless the process is cancelled; then what can go without waiting goes.</summary>
    private void FlushAtEnd()
    {
        if (!HasBufferedOutput)
        {
            return;
        }

        try
        {
            ProcessShutdown cancelled = new(_token.CanBeCanceled);
            using CancellationTokenRegistration cancellation = _token.UnsafeRegister(static (ending, token) => ((ProcessShutdown)ending!).Cancel(token), cancelled);
            using Waiter waiter = new(cancelled, Clock);
            FlushOutput(waiter);
        }
        catch (OperationCanceledException)
        {
            using Waiter waiter = new(new ProcessShutdown(), Clock);
            _buffered.ForEach(static file => file.Flags |= Fdflags.Nonblock);
            FlushOutput(waiter);
        }
    }
}
