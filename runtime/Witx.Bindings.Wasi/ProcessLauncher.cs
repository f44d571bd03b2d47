using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Runs the processes that a guest starts, each with its main thread on a thread of the system.</summary>
/// <param name="root">The process that the embedder started.</param>
/// <param name="host">Owns the threads of the system.</param>
/// <param name="options">The options of the run.</param>
/// <param name="interceptors">The interceptors of the calls of all processes.</param>
internal sealed class ProcessLauncher(
    WasiProcess root, WasiHost host, WasiOptions options, ImmutableArray<HostInterceptor> interceptors) : IProcessLauncher, IDisposable
{
    private readonly GuestPrograms _programs = new(host, root.Ledger, options.Programs);
    private readonly Action<WasiProcess>? _started = options.ProcessStarted;
    private readonly Action<WasiProcess, WasiExitStatus>? _exited = options.ProcessExited;
    private readonly bool _countsFuel = options.Limits.Fuel is not null;

    public Errno Load(WasiThread caller, WasiProcess process, ProgramRequest request, out ProgramStart? start)
    {
        start = null;
        Errno error = _programs.Find(caller, process, ref request, out WasiProgram? program, out WasiProgram.Lease? lease);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = Compile(caller, program!, out CompiledProgram? compiled);
            if (error != Errno.Success)
            {
                return error;
            }

            if (GetCommandError(compiled!) is { } reason)
            {
                ProcessLog.ProgramRejected(root.WarningLog, caller.Process.Id, program!.Name, new WasiProgramException(reason));
                return Errno.Noexec;
            }

            start = new ProgramStart(
                new ProgramReference(GetFileName(request.Name), compiled!, program!, lease!),
                new NulTerminatedStrings(request.Arguments),
                request.Environment is { } environment ? new NulTerminatedStrings(environment) : process.Environment);
            lease = null;
            return Errno.Success;
        }
        finally
        {
            lease?.Dispose();
        }
    }

    public Errno Start(WasiThread caller, WasiProcess process, ProgramStart start)
    {
        process.Replace(start);
        Errno error = StartThread(caller, process, point: null, out TaskCompletionSource<Errno>? started);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            caller.WaitUntilCompleted(started!.Task);
        }
        catch
        {
            // The thread of the process goes on, and ends the process also if its start fails.
            process.EndsByItself = started!.TrySetCanceled() || started.Task.Result == Errno.Success;
            throw;
        }

        error = started.Task.Result;
        process.EndsByItself = error == Errno.Success;
        return error;
    }

    public Errno StartCopy(WasiThread caller, WasiProcess process, ForkPoint point)
    {
        // Not interruptible: the copy reads the memory of the caller.
        Errno error = StartThread(caller, process, point, out TaskCompletionSource<Errno>? started);
        return error == Errno.Success ? started!.Task.GetAwaiter().GetResult() : error;
    }

    public void ReportStart(WasiProcess process) => ReportCopy(() => ReportStartOnce(process));

    public void ReportEnd(WasiProcess process, WasiExitStatus status) => ReportCopy(() => ReportExit(process, status));

    public void Dispose() => _programs.Dispose();

    private static string GetFileName(ReadOnlySpan<byte> path) => PrintableText.From(path[(path.LastIndexOf((byte)'/') + 1)..]);

    /// <summary>Returns the reason why a program cannot be run in this run; null if it can.</summary>
    private string? GetCommandError(CompiledProgram program) => program.CommandError
        ?? (_countsFuel && !program.Engine.CountsFuel ? "The host that loaded the program does not count fuel." : null);

    private Errno Compile(WasiThread caller, WasiProgram program, out CompiledProgram? compiled)
    {
        if (program.TryGetCompiled(out compiled))
        {
            return Errno.Success;
        }

        // On another thread, so that the end of the process interrupts the caller.
        TaskCompletionSource<CompiledProgram> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WasiProgram.Lease lease = program.AddLease();
        try
        {
            host.ThreadCache.Run(() => Compile(program, lease, completion));
        }
        catch (OutOfMemoryException)
        {
            lease.Dispose();
            return Errno.Again;
        }

        caller.WaitUntilCompleted(completion.Task);
        if (completion.Task.Exception?.InnerException is { } exception)
        {
            ProcessLog.ProgramRejected(root.WarningLog, caller.Process.Id, program.Name, exception);
            return exception is WasiCapacityException ? Errno.Again : Errno.Noexec;
        }

        compiled = completion.Task.Result;
        return Errno.Success;
    }

    private static void Compile(WasiProgram program, WasiProgram.Lease lease, TaskCompletionSource<CompiledProgram> completion)
    {
        try
        {
            completion.SetResult(program.GetCompiled(interruptible: true, CancellationToken.None));
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
        finally
        {
            lease.Dispose();
        }
    }

    private Errno StartThread(WasiThread caller, WasiProcess process, ForkPoint? point, out TaskCompletionSource<Errno>? started)
    {
        TaskCompletionSource<Errno> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        started = completion;
        if (!process.Processes.TryRun(process))
        {
            return Errno.Again;
        }

        ulong? fuel = process.Processes.Fuel?.Split(caller.Guest!.Store);
        try
        {
            host.ThreadCache.Run(() => Run(process, point, fuel, completion), process.MainThread.SystemName, root.Threads.Context);
            return Errno.Success;
        }
        catch (OutOfMemoryException)
        {
            process.Processes.Fuel?.Return(fuel!.Value);
            process.Processes.StopRunning(process);
            return Errno.Again;
        }
    }

    private void Run(WasiProcess process, ForkPoint? point, ulong? fuel, TaskCompletionSource<Errno> started)
    {
        try
        {
            RunToEnd(process, point, fuel, started);
        }
        catch (Exception exception)
        {
            // For example from a logger of the embedder.
            EndRun(exception);
            process.End(WasiExitStatus.FromSignal(Signal.Kill));
            _ = started.TrySetResult(Errno.Success);
        }
    }

    private void RunToEnd(WasiProcess process, ForkPoint? point, ulong? fuel, TaskCompletionSource<Errno> started)
    {
        using ThreadUsage usage = ThreadUsage.Begin();
        WasiExitStatus status = default;
        Errno error = Errno.Success;
        using (ProcessRunner runner = new(process, interceptors, host.ThreadCache, fuel))
        {
            try
            {
                error = runner.TryLoad(((ProgramReference)process.Program!).Compiled, point);
                if (error == Errno.Success)
                {
                    ReportProgram(process);
                    _ = started.TrySetResult(Errno.Success);
                    status = runner.Run();
                }
            }
            catch (Exception exception)
            {
                status = GetStatus(process, exception);
            }
        }

        if (error == Errno.Success)
        {
            // A signal may have ended the process before its instance existed.
            ReportStartOnce(process);
        }

        if (error != Errno.Success)
        {
            if (started.TrySetResult(error))
            {
                process.Processes.StopRunning(process);
            }
            else
            {
                // The process of the caller has ended.
                status = WasiExitStatus.FromSignal(Signal.Kill);
                if (process.IsReported)
                {
                    ReportExit(process, status);
                }

                process.End(status);
            }

            return;
        }

        process.MainThread.ProcessorTime = usage.ProcessorTime;
        root.Threads.Add(process, CallCounter.Count);
        ReportExit(process, status);
        process.End(status);
        _ = started.TrySetResult(Errno.Success);
    }

    /// <summary>Reports the program of a process, which is a new process unless it was a copy that ran on a thread of its parent.</summary>
    private void ReportProgram(WasiProcess process)
    {
        if (process.IsReported)
        {
            ProcessLog.ProgramReplaced(process.Log, process.Id, process.ProgramName);
        }

        ReportStartOnce(process);
    }

    private void ReportStartOnce(WasiProcess process)
    {
        if (!process.IsReported)
        {
            process.IsReported = true;
            ProcessLog.ProcessStarted(process.Log, process.Id, process.Parent!.Id, process.ProgramName);
            _started?.Invoke(process);
        }
    }

    private void ReportExit(WasiProcess process, WasiExitStatus status)
    {
        ProcessLog.ProcessEnded(process.Log, process.Id, process.ProgramName, status.ExitCode);
        _exited?.Invoke(process, status);
    }

    /// <summary>
    /// Calls the embedder on a thread that continues to run another process. Changes of the execution context do not reach that one.
    /// </summary>
    private void ReportCopy(Action report)
    {
        try
        {
            if (ExecutionContext.Capture() is { } context)
            {
                ExecutionContext.Run(context, static report => ((Action)report!)(), report);
            }
            else
            {
                report();
            }
        }
        catch (Exception exception)
        {
            EndRun(exception);
        }
    }

    /// <summary>
    /// Returns the exit status of a process whose guest threw. A trap ends that process. A limit, or an exception of a host function, ends
    /// the run.
    /// </summary>
    private WasiExitStatus GetStatus(WasiProcess process, Exception exception)
    {
        if (exception is WasiExitException exit)
        {
            return WasiExitStatus.FromExit(exit);
        }

        WasiThread thread = process.MainThread;
        Exception failure = GuestFailure.TryTranslate(exception, thread, out WasiException? translated) ? translated : exception;
        if (failure is WasiTrapException trap)
        {
            process.Trap = trap;
            ProcessLog.ProcessTrapped(process.WarningLog, process.Id, process.ProgramName, trap);
            return WasiExitStatus.FromSignal(TrapSignal.FromTrap(trap));
        }

        EndRun(failure);
        return WasiExitStatus.FromSignal(Signal.Kill);
    }

    private void EndRun(Exception failure) => root.Interrupt(() => failure);
}
