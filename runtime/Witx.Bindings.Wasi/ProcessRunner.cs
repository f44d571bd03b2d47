using System;
using System.Collections.Immutable;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Runs the programs of one process, one after the other, on the calling thread. Owns the image of the current one.</summary>
/// <param name="process">The process.</param>
/// <param name="interceptors">The interceptors of its calls.</param>
/// <param name="threads">The threads of the system for further threads of the process; null if it cannot have any.</param>
/// <param name="fuel">The fuel of the process; null if it is not counted.</param>
internal sealed class ProcessRunner(
    WasiProcess process, ImmutableArray<HostInterceptor> interceptors, ThreadCache? threads, ulong? fuel) : IDisposable
{
    private ForkPoint? _point;
    private ulong? _fuel = fuel;

    /// <summary>The image of the current program.</summary>
    internal ProcessImage? Image { get; private set; }

    /// <summary>The fuel that the main thread of the process has left; null if it is not counted.</summary>
    internal ulong? Fuel => _fuel is null ? null : Image?.Store.Fuel ?? _fuel;

    /// <summary>Creates the image of the first program of the run, whose memory may exceed that of the run.</summary>
    /// <param name="program">The program.</param>
    internal void Load(CompiledProgram program)
    {
        if (process.Launcher is not null || program.StartsThreads)
        {
            process.Processes.Memory.Admit(program.GetTableMemory(process.Limits));
        }

        Load(program, point: null);
    }

    /// <summary>Creates the image of a program that a guest starts. Logs an error of the program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="point">The point at which another process was copied; null to start the program.</param>
    /// <returns>
    /// <c>Errno.Nomem</c> (ENOMEM) if a limit or the engine refuses the instance, <c>Errno.Noexec</c> (ENOEXEC) if an import is missing.
    /// </returns>
    internal Errno TryLoad(CompiledProgram program, ForkPoint? point = null)
    {
        try
        {
            Load(program, point);
            return Errno.Success;
        }
        catch (MemoryBudgetException)
        {
            ProcessLog.ProgramNeedsMemory(process.WarningLog, process.Id, process.ProgramName);
            return Errno.Nomem;
        }
        catch (Exception exception) when (exception is WasmtimeException and not TrapException or UnresolvedImportsException)
        {
            ProcessLog.ProgramRejected(process.WarningLog, process.Id, process.ProgramName, exception);
            return exception is UnresolvedImportsException ? Errno.Noexec : Errno.Nomem;
        }
    }

    /// <summary>Runs the program, and those that it executes, until the process ends.</summary>
    internal WasiExitStatus Run()
    {
        try
        {
            return RunPrograms();
        }
        catch (WasiExitException exit)
        {
            // The process ended between two programs.
            return WasiExitStatus.FromExit(exit);
        }
    }

    /// <summary>Frees the image, and returns the fuel that is left.</summary>
    public void Dispose()
    {
        if (Fuel is { } left)
        {
            process.Processes.Fuel!.Return(left);
        }

        Image?.Dispose();
    }

    private void Load(CompiledProgram program, ForkPoint? point)
    {
        Image = new ProcessImage(program, process, interceptors, threads, _fuel, point);
        _point = point;
    }

    private WasiExitStatus RunPrograms()
    {
        while (true)
        {
            try
            {
                return process.RunToExit(Image!.Guest, _point);
            }
            catch (ProgramReplacedException replaced)
            {
                _fuel = Fuel;
                Image!.Dispose();
                (Image, _point) = (null, null);
                if (!process.Shutdown.TryContinue())
                {
                    process.Shutdown.Throw();
                }

                process.Replace(replaced.Start);
                ProcessLog.ProgramReplaced(process.Log, process.Id, process.ProgramName);
                if (process.Parent is not null)
                {
                    Thread.CurrentThread.Name = process.MainThread.SystemName;
                }

                if (TryLoad(((ProgramReference)replaced.Start.Program).Compiled) != Errno.Success)
                {
                    // The program before does not exist any more: execve(2).
                    return WasiExitStatus.FromSignal(Signal.Kill);
                }
            }
        }
    }
}
