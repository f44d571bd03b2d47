using System;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi;

/// <content>The end of the process.</content>
public sealed partial class WasiProcess
{
    /// <summary>
    /// Ends the process and the processes that it has started: waiting threads leave the guest, hosts that a factory created are disposed,
    /// output is flushed, and all descriptors are closed.
    /// </summary>
    /// <remarks>
    /// Never throws. A failure, such as an exception of an output stream, is logged as a warning, and the other steps still run.
    /// </remarks>
    public void Dispose()
    {
        _cancellationRegistration.Dispose();
        RunCleanupStep(this, static process => process.Shutdown.Exit(0));
        if (Parent is null)
        {
            RunCleanupStep(this, static process => process.EndChildren());
        }

        foreach (IDisposable host in _hosts.TakeOwned())
        {
            RunCleanupStep(host, static host => host.Dispose());
        }

        RunCleanupStep(this, static process => process.FlushAtEnd());
        foreach (OpenFileDescription file in Descriptors.TakeAll())
        {
            RunCleanupStep(file, static file => file.Release());
        }

        RunCleanupStep(this, static process => process.MainThread.Dispose());
        RunCleanupStep(this, static process => process.Program?.Dispose());
        RunCleanupStep(this, static process => process._next?.Dispose());
        (Program, _next) = (null, null);
        if (Parent is not null)
        {
            return;
        }

        RunCleanupStep(this, static process => process._streams.Dispose());
        RunCleanupStep(this, static process => process.Terminal?.Restore());
        RunCleanupStep(this, static process => process._trees?.Release());
        foreach (Mount mount in _mounts)
        {
            RunCleanupStep(mount, static mount => mount.Directory.Close());
        }

        _mounts.Clear();
    }

    /// <summary>Ends the process because of a token or a timeout, unless it has ended. Can be called on any thread.</summary>
    internal void Interrupt(Func<Exception> reason)
    {
        Shutdown.End(reason);
        _interruption?.Cancel();
    }

    /// <summary>Runs one step of the cleanup. Logs an exception, so that the other steps still run.</summary>
    private void RunCleanupStep<T>(T subject, Action<T> step)
    {
        try
        {
            step(subject);
        }
        catch (Exception exception)
        {
            ProcessLog.CleanupStepFailed(Log, Id, exception);
        }
    }
}
