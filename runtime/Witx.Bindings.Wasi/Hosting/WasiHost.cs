using System;
using System.IO;
using Wasmtime;
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

    private readonly Lazy<Engine> _engine;
    private readonly Lazy<Engine> _interruptibleEngine;
    private readonly Lazy<ProgramCache?> _cache;

    /// <summary>Creates a host. Its engines are made when a program wants them.</summary>
    public WasiHost()
    {
        _engine = new Lazy<Engine>(() => NewEngine(interruptible: false));
        _interruptibleEngine = new Lazy<Engine>(() => NewEngine(interruptible: true));
        _cache = new Lazy<ProgramCache?>(
            () => CacheDirectory is not null ? ProgramCache.In(CacheDirectory, MaxCacheSize)
                : CachesPrograms ? ProgramCache.OfUser(MaxCacheSize)
                : null);
    }

    /// <summary>
    /// How many guests at a time are given their memory out of a pool, so that starting one maps nothing; 0, the default, maps memory for each.
    /// </summary>
    /// <remarks>
    /// For hosts that start small guests all the time, on many threads (<see cref="InstancePool.WithInstancePool"/>): their imports are resolved
    /// once too (<see cref="HostImports.Prepare"/>), where nothing stands between them and WASI, so that each call takes a few nanoseconds
    /// more. A guest for which there is no room is refused with a <see cref="WasmtimeException"/>; a thread of a guest is one more. Those whose
    /// token can be cancelled have a pool of their own, of the same size.
    /// </remarks>
    public int PooledGuests
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
    public bool CachesPrograms { get; init; }

    /// <summary>Where compiled programs are kept, if not among the user's caches. The directory is made for the user alone if it is missing.</summary>
    /// <remarks>Whoever can write there can have any machine code run in this process.</remarks>
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
        return new WasiProgram(this, Path.GetFileNameWithoutExtension(path), new ProgramText(path));
    }

    /// <summary>Loads a program.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="bytes">WebAssembly, binary or text.</param>
    public WasiProgram Load(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WasiProgram(this, name, new ProgramText(bytes));
    }

    /// <summary>Runs a program from its start to its end.</summary>
    /// <param name="program">The program, loaded by this host.</param>
    /// <param name="options">What it starts with.</param>
    /// <returns>The code that it exited with; 0 when it just came to its end.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="UnresolvedImportsException">It imports what WASI does not have.</exception>
    /// <exception cref="WasmtimeException">It is no valid program, or it trapped.</exception>
    public int Run(WasiProgram program, WasiOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        CompiledProgram compiled = program.For(options.CancellationToken.CanBeCanceled);
        using WasiProcess process = new(options, compiled.ImportsWasix, compiled.HandlesSignals);
        return Run(compiled, process, options);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Engine> engine in (ReadOnlySpan<Lazy<Engine>>)[_engine, _interruptibleEngine])
        {
            if (engine.IsValueCreated)
            {
                engine.Value.Dispose();
            }
        }
    }

    /// <summary>Compiles a program, or finds it compiled.</summary>
    internal CompiledProgram Compile(string name, ProgramText text, bool interruptible)
    {
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        return new CompiledProgram(engine, Compile(engine, name, text, interruptible ? "interruptible" : "plain"), startsOften: PooledGuests > 0);
    }

    private Module Compile(Engine engine, string name, ProgramText text, string settings)
    {
        if (_cache.Value is { } cache && cache.TryMap(engine, name, ProgramCache.KeyOf(text, settings), out Module? module))
        {
            return module;
        }

        ReadOnlyMemory<byte> bytes = text.Read();
        module = ModuleScanner.Compile(engine, name, bytes.Span);

        // Of these bytes: a file may have changed since it was looked for.
        _cache.Value?.Keep(module, ProgramCache.KeyOf(new ProgramText(bytes), settings));
        return module;
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
        return new Engine(PooledGuests > 0 ? config.WithInstancePool(PooledGuests) : config);
    }

    private int Run(CompiledProgram program, WasiProcess process, WasiOptions options)
    {
        bool interruptible = options.CancellationToken.CanBeCanceled;
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        using Store store = new(engine);
        store.SetLimits(
            memorySize: options.Limits.MaxMemory, tableElements: (uint)options.Limits.MaxTableElements, tables: WasiLimits.MaxTables, memories: 1);
        if (interruptible)
        {
            // The epoch is the engine's: every guest on it looks whether it is the one that is to end.
            process.Ending.Ended = engine.IncrementEpoch;
            store.SetEpochDeadlineCallback(_ =>
            {
                process.Ending.ThrowIfEnded();
                return 1;
            });
            store.SetEpochDeadline(1);
            process.Ending.ThrowIfEnded();
        }

        WasiMeter meter = WasiMeter.Of(options.MeterFactory);
        if (program.Prepared is { } prepared && !process.HandlesSignals && options.Interceptors.Count == 0 && !meter.IsListenedTo)
        {
            using Guest guest = prepared.Instantiate(store, WasiImports.Previews(process));
            return process.Run(guest);
        }

        return Run(engine, store, program, process, options, meter);
    }

    /// <summary>Runs a guest whose imports are bound to it alone, and to whatever stands before them.</summary>
    private static int Run(Engine engine, Store store, CompiledProgram program, WasiProcess process, WasiOptions options, WasiMeter meter)
    {
        HostImports imports = new();
        _ = program.ImportsOnlyPreviews && !process.HandlesSignals ? imports.AddPreviews(process) : imports.Add(process);
        using ImportedMemory memory = ImportedMemory.For(engine, store, program.Module, options.Limits.MaxMemory);
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
