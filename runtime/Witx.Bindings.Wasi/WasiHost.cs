using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Runs WASI programs. One host serves any number of runs, on any number of threads.</summary>
/// <remarks>
/// A program can be cancelled while it computes only if it is compiled for that, which costs it 15 to 18 percent. So there are two engines,
/// and a program is compiled for the one that a run asks for.
/// </remarks>
public sealed class WasiHost : IDisposable
{
    private const long DefaultMaxCacheSize = 1L << 30;

    // The engine uses every processor for one compilation, so that more of them at a time end no sooner.
    private static readonly int s_maxCompilations = Math.Max(2, Environment.ProcessorCount);

    private readonly SemaphoreSlim _compilations = new(s_maxCompilations);
    private readonly Lazy<Engine> _engine;
    private readonly Lazy<Engine> _interruptibleEngine;
    private readonly Lazy<ProgramCache?> _cache;

    /// <summary>Creates a host. Its engines are made when a program wants them.</summary>
    public WasiHost()
    {
        Uses = new UseCount(Free);
        _engine = new Lazy<Engine>(() => NewEngine(interruptible: false));
        _interruptibleEngine = new Lazy<Engine>(() => NewEngine(interruptible: true));
        _cache = new Lazy<ProgramCache?>(
            () => CacheDirectory is not null ? ProgramCache.Open(CacheDirectory, MaxCacheSize)
                : CacheCompiledPrograms ? ProgramCache.OpenForUser(MaxCacheSize)
                : null);
    }

    /// <summary>
    /// How many guests at a time are given their memory out of a pool, so that starting one maps nothing; 0, the default, maps memory for each.
    /// </summary>
    /// <remarks>
    /// For hosts that start small guests all the time, on many threads (<see cref="InstancePool.WithInstancePool"/>): their imports are resolved
    /// once too (<see cref="HostImports.Prepare"/>), where nothing stands between them and WASI, so that each call takes a few nanoseconds
    /// more. A guest for which there is no room is refused with a <see cref="WasiException"/>; a thread of a guest is one more. Those whose
    /// token can be cancelled have a pool of their own, of the same size.
    /// </remarks>
    public int MaxPooledInstances
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Whether compiled programs are kept on the disk for the next time, by content, engine and settings, where the user's caches lie. They are
    /// mapped from there rather than read, which takes as long for a compiler as for a trivial program. A user who has no place for it, or
    /// only one that others may write to, compiles each time. <see cref="CacheDirectory"/> implies it.
    /// </summary>
    public bool CacheCompiledPrograms { get; init; }

    /// <summary>Where compiled programs are kept, if not among the user's caches. The directory is made for the user alone if it is missing.</summary>
    /// <remarks>
    /// Its files hold machine code. On Unix a directory is refused with <see cref="UnauthorizedAccessException"/> unless the effective user
    /// owns it and nobody else can write to it or replace a directory above it. A file of another user, or one that others can write to, is
    /// ignored. On Windows only whoever may write there is trusted, which is not checked.
    /// </remarks>
    public string? CacheDirectory { get; init; }

    /// <summary>The most bytes of all that is kept, 1 GiB by default. What was not used for longest goes first, but never what was just compiled.</summary>
    public long MaxCacheSize { get; init; } = DefaultMaxCacheSize;

    /// <summary>Loads a program from a file, which is read when it is compiled: by its first run, or by <see cref="WasiProgram.Compile"/>.</summary>
    /// <param name="path">A file of WebAssembly, binary or text.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public WasiProgram Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new WasiProgram(this, Path.GetFileNameWithoutExtension(path), new ProgramSource(path));
    }

    /// <summary>Loads a program.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="bytes">WebAssembly, binary or text.</param>
    public WasiProgram Load(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WasiProgram(this, name, new ProgramSource(bytes));
    }

    /// <summary>Runs a command from its <c>_start</c> to its end, on the calling thread.</summary>
    /// <param name="program">The program, loaded by this host.</param>
    /// <param name="options">The options of the run.</param>
    /// <returns>The program's exit code; 0 if it returned from <c>_start</c>.</returns>
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    /// <exception cref="WasiProgramException">
    /// The program is not a valid module, not a command, or imports functions that the host does not have.
    /// </exception>
    /// <exception cref="WasiTrapException">The program trapped.</exception>
    /// <exception cref="WasiException">The engine cannot start the program: it exceeds a limit, or the pool is full.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="IOException">A mount, the program's file or the cache directory cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The program's file or the cache directory may not be used.</exception>
    /// <exception cref="InsufficientExecutionStackException">The calling thread has less than 640 KiB of stack left.</exception>
    /// <exception cref="ObjectDisposedException">The host or the program was disposed before the call.</exception>
    /// <remarks>
    /// An exception of an embedder's own interceptor comes out unchanged. Exceptions of the embedder's streams become errors of the guest's
    /// calls; those at the end of the run are logged as warnings.
    /// </remarks>
    public int Run(WasiProgram program, WasiOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        using WasiProgram.Lease lease = program.AcquireLease();
        try
        {
            CompiledProgram compiled = program.GetCompiled(options.CancellationToken.CanBeCanceled, options.CancellationToken);
            if (compiled.EntryError is { } refusal)
            {
                throw new WasiProgramException(refusal);
            }

            using WasiProcess process = new(options, compiled.ImportsWasix, compiled.HandlesSignals);
            return Run(compiled, process, options);
        }
        catch (UnresolvedImportsException unresolved)
        {
            throw new WasiProgramException(unresolved.Message, unresolved);
        }
        catch (TrapException trap)
        {
            throw new WasiTrapException(trap);
        }
        catch (WitxTrapException trap)
        {
            throw new WasiTrapException(trap);
        }
        catch (WasmtimeException failure)
        {
            throw new WasiException($"Cannot run '{program.Name}': {failure.Message}", failure);
        }
    }

    /// <summary>Refuses further runs. The engines are freed when the last run that has started ends.</summary>
    public void Dispose() => Uses.Close();

    /// <summary>True once the engines are freed.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>The users of the engines.</summary>
    internal UseCount Uses { get; }

    /// <summary>Called on the thread that compiles, before it compiles a program of the given name. For tests.</summary>
    internal Action<string>? Compiling { get; init; }

    internal ProgramCompilation NewCompilation(WasiProgram program, ProgramSource text, bool interruptible) =>
        new(_compilations, () => Compile(program.Name, text, interruptible), program.AddLease);

    /// <summary>Compiles a program, or finds it compiled.</summary>
    private CompiledProgram Compile(string name, ProgramSource text, bool interruptible)
    {
        Compiling?.Invoke(name);
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        return new CompiledProgram(engine, Compile(engine, name, text, interruptible ? "interruptible" : "plain"), startsOften: MaxPooledInstances > 0);
    }

    private Module Compile(Engine engine, string name, ProgramSource text, string settings)
    {
        if (_cache.Value is { } cache && cache.TryMap(engine, name, ProgramCache.ComputeKey(text, settings), out Module? module))
        {
            return module;
        }

        ReadOnlyMemory<byte> bytes = text.Read();
        module = ModuleScanner.Compile(engine, name, bytes.Span);

        // Of these bytes: a file may have changed since it was looked for.
        _cache.Value?.Add(module, ProgramCache.ComputeKey(new ProgramSource(bytes), settings));
        return module;
    }

    private void Free()
    {
        IsFreed = true;
        foreach (Lazy<Engine> engine in (ReadOnlySpan<Lazy<Engine>>)[_engine, _interruptibleEngine])
        {
            if (engine.IsValueCreated)
            {
                engine.Value.Dispose();
            }
        }
    }

    private Engine NewEngine(bool interruptible)
    {
        // A memory that never moves is looked up once, not in every call. Limits are per memory, so a module has one.
        Config config = new Config()
            .WithMemoryMayMove(false)
            .WithEpochInterruption(interruptible)
            .WithWasmThreads(true)
            .WithSharedMemory(true)
            .WithMultiMemory(false);
        return new Engine(MaxPooledInstances > 0 ? config.WithInstancePool(MaxPooledInstances) : config);
    }

    private int Run(CompiledProgram program, WasiProcess process, WasiOptions options)
    {
        options.Started?.Invoke(process);
        bool interruptible = options.CancellationToken.CanBeCanceled;
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        using Store store = new(engine);
        store.SetLimits(
            memorySize: options.Limits.MaxMemory, tableElements: (uint)options.Limits.MaxTableElements, tables: WasiLimits.MaxTables, memories: 1);
        if (interruptible)
        {
            // The epoch is the engine's: every guest on it looks whether it is the one that is to end.
            process.Shutdown.Ended = engine.IncrementEpoch;
            store.SetEpochDeadlineCallback(_ =>
            {
                process.Shutdown.ThrowIfEnded();
                return 1;
            });
            store.SetEpochDeadline(1);
            process.Shutdown.ThrowIfEnded();
        }

        WasiMeter meter = WasiMeter.Create(options.MeterFactory);
        if (program.Prepared is { } prepared && !process.HandlesSignals && options.Interceptors.Count == 0 && !meter.IsListenedTo)
        {
            using Guest guest = prepared.Instantiate(store, SystemCallModules.CreatePreviews(process));
            return process.Run(guest);
        }

        return Run(engine, store, program, process, options, meter);
    }

    /// <summary>Runs a guest whose imports are bound to it alone, and to whatever stands before them.</summary>
    private static int Run(Engine engine, Store store, CompiledProgram program, WasiProcess process, WasiOptions options, WasiMeter meter)
    {
        HostImports imports = new();
        _ = program.ImportsOnlyPreviews && !process.HandlesSignals ? SystemCallModules.AddPreviews(imports, process) : imports.AddWasi(process);
        using ImportedMemory memory = ImportedMemory.Create(engine, store, program.Module, options.Limits.MaxMemory);
        memory.AddTo(imports);
        process.MainThread.Memory = memory.Shared;
        if (meter.IsListenedTo)
        {
            _ = imports.Intercept(meter.Intercept);
        }

        foreach (HostInterceptor interceptor in options.Interceptors)
        {
            _ = imports.Intercept(interceptor);
        }

        using Guest guest = imports.Instantiate(store, program.Module);
        return process.Run(guest);
    }
}
