using System;
using System.Collections.Immutable;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>One guest with everything that belongs to it: its process, store, imported memory and instance.</summary>
internal sealed class GuestSession : IDisposable
{
    private readonly WasiProcess _process;
    private readonly CallInterruption? _timeout;
    private Store? _store;
    private ImportedMemory? _memory;
    private ThreadLauncher? _threads;

    private GuestSession(CompiledProgram program, WasiOptions options, WasiHost host, bool hasCalls, CancellationToken token)
    {
        _process = new WasiProcess(options, program.ImportsWasix, program.HandlesSignals, hasCalls, hasCalls ? default : token)
        {
            HostTime = host.Time,
            HasWasix = program.NeedsWasix,
        };
        try
        {
            options.Started?.Invoke(_process);
            _timeout = CallInterruption.Start(_process, _process.Limits.Timeout, hasCalls ? token : default);
            Start(program, options, host, hasCalls);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal WasiProcess Process => _process;

    internal Guest Guest { get; private set; } = null!;

    internal Store Store => _store!;

    /// <summary>The size of the guest's linear memory in bytes.</summary>
    internal long MemoryLength => (long)((ICallingGuest)Guest).Memory.Length;

    /// <summary>Runs a command to its end on the calling thread.</summary>
    internal static WasiResult Run(CompiledProgram program, WasiOptions options, WasiHost host, CancellationToken token)
    {
        WasiMeasures measures = options.Measures;
        using CallCounter.Scope scope = CallCounter.Begin();
        ulong? processorTime = (measures & WasiMeasures.ProcessorTime) != 0 ? GetProcessorTime() : null;
        long start = host.Time.GetTimestamp();
        WasiResult result;
        WasiProcess process;
        using (GuestSession session = new(program, options, host, hasCalls: false, token))
        {
            process = session._process;
            int exitCode = session.RunToExit(program);
            result = new WasiResult(exitCode)
            {
                Elapsed = host.Time.GetElapsedTime(start),
                PeakMemory = session.MemoryLength,
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
    internal static GuestSession Open(CompiledProgram program, WasiOptions options, WasiHost host, CancellationToken token) =>
        new(program, options, host, hasCalls: true, token);

    /// <summary>Sets the fuel for the next call.</summary>
    internal void Refuel()
    {
        if (_process.Limits.Fuel is { } fuel)
        {
            _store!.Fuel = (ulong)fuel;
        }
    }

    public void Dispose()
    {
        _threads?.Dispose();
        Guest?.Dispose();
        _memory?.Dispose();
        _store?.Dispose();

        // Before the timeout ends: the process may wait for a stream that does not take its output.
        _process.Dispose();
        _timeout?.Dispose();
    }

    private static ulong? GetProcessorTime() =>
        HostClock.GetTime(Clockid.ThreadCputimeId, out ulong time) == Errno.Success ? time : null;

    /// <summary>
    /// Creates the store and the instance, and initializes a guest that is called. Translates exceptions of the engine; those of factories
    /// of hosts and of callbacks are thrown elsewhere, and are not translated.
    /// </summary>
    private void Start(CompiledProgram program, WasiOptions options, WasiHost host, bool hasCalls)
    {
        try
        {
            GuestEngine engine = program.Engine;
            _store = new Store(engine.Native);
            _process.Configure(engine.Native, _store, engine.IsInterruptible, engine.CountsFuel);
            if (program.Memory is { } import)
            {
                _memory = ImportedMemory.Create(engine.Native, _store, program.Module, import, _process.Limits.MaxMemory);
                _process.MainThread.Memory = _memory.Shared;
            }

            ImmutableArray<HostInterceptor> interceptors = GuestInterceptors.Create(_process, options.Measures);
            if (_memory?.Shared is { } shared
                && !hasCalls
                && (program.SpawnsThreads || program.CreatesContexts || _process.CanBeInterrupted))
            {
                _process.Threads.Launcher = _threads = new ThreadLauncher(program, _process, shared, interceptors, host.ThreadCache);
            }

            Guest = Instantiate(program, interceptors);
            if (hasCalls)
            {
                StartCalls(program);
                _timeout?.Dispose();
            }
        }
        catch (Exception exception) when (GuestFailure.TryTranslate(exception, program.Module.Name, out WasiException? failure))
        {
            throw failure;
        }
    }

    private int RunToExit(CompiledProgram program)
    {
        try
        {
            return _process.RunToExit(Guest);
        }
        catch (Exception exception) when (GuestFailure.TryTranslate(exception, program.Module.Name, out WasiException? failure))
        {
            throw failure;
        }
    }

    private Guest Instantiate(CompiledProgram program, ImmutableArray<HostInterceptor> interceptors)
    {
        WasiThread thread = _process.MainThread;
        bool hasPreview1Only = !(program.NeedsWasix || program.NeedsPreview0 || _process.HandlesSignals || _process.Hosts.Count > 0)
            && interceptors.IsEmpty;
        if (hasPreview1Only && program.Prepared?.Preview1 is { } preview1)
        {
            return preview1.Instantiate(_store!, new Preview1(thread, Personality.Preview));
        }

        HostImports imports = SystemCallModules.Add(new HostImports(), thread, program.NeedsWasix, program.NeedsPreview0);
        _memory?.AddTo(imports);
        foreach (HostInterceptor interceptor in interceptors)
        {
            _ = imports.Intercept(interceptor);
        }

        if (program.Prepared?.Find(imports, interceptors) is not { } prepared)
        {
            return imports.Instantiate(_store!, program.Module);
        }

        if (hasPreview1Only)
        {
            program.Prepared.Preview1 = prepared;
        }

        return imports.Instantiate(_store!, prepared);
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
        ulong initial = (ulong?)_process.Limits.Fuel ?? ulong.MaxValue;
        return (long)(initial - _store!.Fuel);
    }
}
