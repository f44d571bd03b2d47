using System;
using System.Collections.Immutable;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>One guest with everything that belongs to it: its process, store, imported memory and instance.</summary>
internal sealed class GuestSession : IDisposable
{
    private readonly WasiProcess _process;
    private readonly CallInterruption? _timeout;
    private ProcessRunner? _runner;
    private ProcessLauncher? _launcher;

    private GuestSession(WasiProgram owner, CompiledProgram program, WasiOptions options, bool hasCalls, CancellationToken token)
    {
        _process = new WasiProcess(
            options, program.ImportsWasix, program.HandlesSignals, hasCalls, program.UsesRootOnly, hasCalls ? default : token)
        {
            HostTime = owner.Host.Time,
            HasWasix = program.NeedsWasix,
            ProgramName = owner.Name,
        };
        try
        {
            options.Started?.Invoke(_process);
            _timeout = CallInterruption.Start(_process, _process.Limits.Timeout, hasCalls ? token : default);
            Start(owner, program, options, hasCalls);
            options.Instantiated?.Invoke(_process);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal WasiProcess Process => _process;

    internal Guest Guest => _runner!.Image!.Guest;

    internal Store Store => _runner!.Image!.Store;

    /// <summary>Runs a command to its end on the calling thread.</summary>
    internal static WasiResult Run(WasiProgram owner, CompiledProgram program, WasiOptions options, CancellationToken token)
    {
        TimeProvider time = owner.Host.Time;
        WasiMeasures measures = options.Measures;
        using CallCounter.Scope scope = CallCounter.Begin();
        ulong? processorTime = (measures & WasiMeasures.ProcessorTime) != 0 ? GetProcessorTime() : null;
        long start = time.GetTimestamp();
        WasiResult result;
        WasiProcess process;
        using (GuestSession session = new(owner, program, options, hasCalls: false, token))
        {
            process = session._process;
            int exitCode = session.RunToExit(program);
            result = new WasiResult(exitCode)
            {
                Elapsed = time.GetElapsedTime(start),
                PeakMemory = session._runner!.Image?.MemoryLength ?? 0,
                BytesRead = process.MainThread.BytesRead + process.Threads.BytesRead,
                BytesWritten = process.MainThread.BytesWritten + process.Threads.BytesWritten,
                Fuel = (measures & WasiMeasures.Fuel) != 0 ? session.GetConsumedFuel() : null,
                Calls = (measures & WasiMeasures.Calls) != 0 ? CallCounter.Count + process.Threads.Calls : null,
                ProcessorTime = processorTime is not null && GetProcessorTime() - processorTime + process.Threads.ProcessorTime is { } used
                    ? TimeSpan.FromTicks((long)used / TimeSpan.NanosecondsPerTick)
                    : null,
            };
        }

        // The streams are flushed when the process is disposed.
        result.StreamFailures = process.StreamFailures;
        return result;
    }

    /// <summary>Creates a guest whose exports are called one by one, and calls <c>_initialize</c>.</summary>
    internal static GuestSession Open(WasiProgram owner, CompiledProgram program, WasiOptions options, CancellationToken token) =>
        new(owner, program, options, hasCalls: true, token);

    /// <summary>Sets the fuel for the next call.</summary>
    internal void Refuel()
    {
        if (_process.Limits.Fuel is { } fuel)
        {
            Store.Fuel = (ulong)fuel;
        }
    }

    public void Dispose()
    {
        _runner?.Dispose();

        // Before the timeout ends: the process may wait for a stream that does not take its output.
        _process.Dispose();
        _timeout?.Dispose();
        _launcher?.Dispose();
    }

    private static ulong? GetProcessorTime() =>
        HostClock.GetTime(Clockid.ThreadCputimeId, out ulong time) == Errno.Success ? time : null;

    /// <summary>
    /// Creates the store and the instance, and initializes a guest that is called. Translates exceptions of the engine; those of factories
    /// of hosts and of callbacks are thrown elsewhere, and are not translated.
    /// </summary>
    private void Start(WasiProgram owner, CompiledProgram program, WasiOptions options, bool hasCalls)
    {
        try
        {
            ImmutableArray<HostInterceptor> interceptors = GuestInterceptors.Create(_process, options.Measures);
            if (program.StartsProcesses && !hasCalls)
            {
                _process.Launcher = _launcher = new ProcessLauncher(_process, owner.Host, options, interceptors);
                _process.Program = new ProgramReference(owner.Name, program, owner, owner.AddLease());
            }

            _runner = new ProcessRunner(_process, interceptors, hasCalls ? null : owner.Host.ThreadCache, CreateFuel(program));
            _runner.Load(program);
            if (hasCalls)
            {
                StartCalls(program);
                _timeout?.Dispose();
            }
        }
        catch (Exception exception) when (GuestFailure.TryTranslate(exception, _process.MainThread, out WasiException? failure))
        {
            throw failure;
        }
    }

    /// <summary>Returns the fuel of the first thread; null if it is not counted.</summary>
    private ulong? CreateFuel(CompiledProgram program)
    {
        if (!program.Engine.CountsFuel)
        {
            return null;
        }

        FuelBudget budget = new((ulong?)_process.Limits.Fuel ?? ulong.MaxValue);
        _process.Processes.Fuel = budget;
        return budget.Initial;
    }

    /// <summary>Runs the first process to its end, and ends the others.</summary>
    private int RunToExit(CompiledProgram program)
    {
        try
        {
            int exitCode = _runner!.Run().ExitCode;
            _process.EndChildren();
            return exitCode;
        }
        catch (Exception exception) when (GuestFailure.TryTranslate(exception, _process.MainThread, out WasiException? failure))
        {
            throw failure;
        }
    }

    private void StartCalls(CompiledProgram program)
    {
        _process.MainThread.Guest = Guest;
        if (program.HasInitializer)
        {
            _ = Guest.Invoke("_initialize");
        }

        _timeout?.Complete();
    }

    private long GetConsumedFuel()
    {
        FuelBudget budget = _process.Processes.Fuel!;
        return (long)(budget.Initial - _runner!.Fuel!.Value - budget.Returned);
    }
}
