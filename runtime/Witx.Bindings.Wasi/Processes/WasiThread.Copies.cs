using System;
using System.Collections.Immutable;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <content>Copies of the thread's process: <c>fork</c> and <c>vfork</c>.</content>
internal sealed partial class WasiThread
{
    private WasiProcess? _owner;
    private WasiProcess? _copy;
    private StackCheckpoint? _copyReturn;
    private IDisposable? _copyScope;

    /// <summary>
    /// True while the thread acts for a copy of its process, which has no memory and no threads of its own (<c>vfork</c>).
    /// </summary>
    internal bool IsInCopy => _copy is not null;

    /// <summary>
    /// Lets the thread act for a copy of its process, which other processes can see from now on. A signal that ends the copy unwinds the
    /// guest to the checkpoint. Without one, the guest continues until it ends the copy, but its current or next wait is interrupted.
    /// </summary>
    /// <param name="copy">The copy. <see cref="LeaveCopy"/> is called for it, also if this method throws.</param>
    /// <param name="checkpoint">The stack to return to when the copy ends; null if the guest returns by itself.</param>
    internal void EnterCopy(WasiProcess copy, StackCheckpoint? checkpoint)
    {
        (_owner, _copy, _copyReturn) = (Process, copy, checkpoint);
        (Process, Descriptors) = (copy, copy.Descriptors);
        copy.Shutdown.Ended = Waiter.Interrupt;
        if (checkpoint is not null)
        {
            copy.Shutdown.Ended = (Action)Waiter.Wake + _owner.IncrementEpoch;
            Waiter.EnterCopy(copy.Shutdown);
        }

        copy.Processes.Add(copy);
        _copyScope = ProcessLog.BeginScope(this);
        copy.Launcher!.ReportStart(copy);
        Waiter.ThrowIfEnded();
    }

    /// <summary>
    /// Notes that the copy is about to run on a thread of its own, which takes its signals. Its end does not concern this thread any more.
    /// </summary>
    internal void HandOverCopy()
    {
        _copy!.Shutdown.Ended = null;
        Waiter.LeaveCopy();
    }

    /// <summary>Lets the thread act for its own process again, because the copy has ended or executes a program.</summary>
    /// <param name="status">The exit status of the copy unless a signal has ended it; null if it executes a program.</param>
    /// <returns>The exception that returns to the point where the process was copied; null if the guest returns by itself.</returns>
    internal StackRestoreException? LeaveCopy(WasiExitStatus? status)
    {
        WasiProcess copy = _copy!;
        StackRestoreException? restore = _copyReturn is { } checkpoint ? new StackRestoreException(checkpoint, copy.Id) : null;
        WasiExitStatus? ended = status;
        if (status is not null)
        {
            HandOverCopy();
            ended = copy.Shutdown.Exit(0) ? status : GetStatus(copy);
            copy.Launcher!.ReportEnd(copy, ended.Value);
        }

        (Process, Descriptors) = (_owner!, _owner!.Descriptors);
        (_owner, _copy, _copyReturn) = (null, null, null);
        _copyScope?.Dispose();
        if (ended is not null)
        {
            copy.End(ended.Value);
        }

        return restore;
    }

    /// <summary>
    /// Copies the process at a point of this thread, and resumes the thread in both. Called while the guest does not run.
    /// </summary>
    /// <param name="checkpoint">The stack of the thread.</param>
    /// <param name="copiesMemory">False to use the memory of this process until the copy ends or executes a program.</param>
    internal void Fork(StackCheckpoint checkpoint, bool copiesMemory)
    {
        StackCheckpoints checkpoints = StackCheckpoints!;
        Errno error = Process.Fork(out WasiProcess? child);
        if (error != Errno.Success)
        {
            checkpoints.Resume(checkpoint, 0, error);
        }
        else if (copiesMemory)
        {
            foreach ((uint key, ulong value) in LocalValues)
            {
                child!.MainThread.LocalValues[key] = value;
            }

            ForkPoint point = new(
                checkpoints, checkpoint, _entry!, GetGlobals(Guest!), Process.Threads.Launcher?.ContextStacks ?? []);
            error = Process.Threads.StopOthers(() => Process.Launcher!.StartCopy(this, child!, point));
            if (error != Errno.Success)
            {
                child!.Abandon();
            }

            // Throws if the process has ended.
            checkpoints.Resume(checkpoint, child!.Id, error);
        }
        else
        {
            EnterCopy(child!, checkpoint);
            checkpoints.Resume(checkpoint, 0);
        }
    }

    /// <summary>True if a signal has ended the copy alone, so that the guest can continue in its own process.</summary>
    private bool HasCopyEnded => _copyReturn is not null && _copy!.Shutdown.HasEnded && !_owner!.Shutdown.HasEnded;

    /// <summary>Ends a copy that the guest did not leave, unless it ends by itself.</summary>
    /// <param name="status">The exit status of the copy.</param>
    /// <returns>True if the guest continues in its own process.</returns>
    private bool EndCopy(WasiExitStatus status)
    {
        if (_copy is null || LeaveCopy(_copy.EndsByItself ? null : status) is not { } restore)
        {
            return false;
        }

        StackCheckpoints!.Resume(restore.Checkpoint, restore.Value);
        return true;
    }

    private static WasiExitStatus GetStatus(WasiProcess ended) =>
        ended.Shutdown.CreateException() is WasiExitException exit ? WasiExitStatus.FromExit(exit) : WasiExitStatus.FromSignal(Signal.Kill);

    private static ImmutableArray<(string Name, object Value)> GetGlobals(Guest guest) =>
    [
        .. guest.Module.Exports
            .OfType<GlobalExport>()
            .Where(static export => export.Mutability == Mutability.Mutable)
            .Where(static export => export.Kind is not (ValueKind.ExternRef or ValueKind.FuncRef))
            .Select(export => (export.Name, guest.Instance.GetGlobal(export.Name)!.GetValue()!)),
    ];
}
