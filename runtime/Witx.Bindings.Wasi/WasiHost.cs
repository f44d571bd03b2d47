using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Loads and runs WASI programs in a sandbox. One host serves any number of runs, on any number of threads.</summary>
/// <remarks>
/// All members can be called on any thread. A run whose <see cref="WasiOptions.CancellationToken"/> can be cancelled uses machine code that
/// checks for cancellation in loops and at function entries, which is 15 to 18 percent slower. A program that is run both ways is
/// compiled twice.
/// </remarks>
/// <example>
/// Runs a program with one read-only directory, for at most ten seconds:
/// <code>
/// using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(10));
/// using WasiHost host = new();
/// using WasiProgram program = host.Load("tool.wasm");
/// int exitCode = host.Run(program, new WasiOptions
/// {
///     Arguments = ["tool", "--verbose"],
///     Mounts = [new WasiMount("/data", WasiDirectory.Host("/srv/data")) { IsReadOnly = true }],
///     Output = WasiOutput.ToText(Console.Out),
///     CancellationToken = timeout.Token,
/// });
/// </code>
/// </example>
public sealed class WasiHost : IDisposable
{
    private const long DefaultMaxCacheSize = 1L << 30;

    // One compilation already uses every processor, so more concurrent compilations do not finish sooner.
    private static readonly int s_maxCompilations = Math.Max(2, Environment.ProcessorCount);

    private readonly SemaphoreSlim _compilations = new(s_maxCompilations);
    private readonly Lazy<Engine> _engine;
    private readonly Lazy<Engine> _interruptibleEngine;
    private readonly Lazy<ProgramCache?> _cache;

    /// <summary>Creates a host. Its Wasmtime engines are created when a program is first compiled.</summary>
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

    /// <summary>Gets the number of guest instances that a pool reserves memory for; 0, the default, maps memory for each run.</summary>
    /// <remarks>
    /// <para>
    /// Set it for a host that often starts small guests (<see cref="InstancePool.WithInstancePool"/>). A run beyond this number fails with
    /// <see cref="WasiException"/>. Each thread of a guest counts as one instance. Runs whose token can be cancelled use a second pool
    /// of the same size.
    /// </para>
    /// <para>
    /// The imports of a program that uses only WASI preview0 and preview1 are then resolved once (<see cref="HostImports.Prepare"/>),
    /// unless the run has interceptors or a metrics listener. Starting is faster; each system call takes a few nanoseconds more.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxPooledInstances
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>True if compiled programs are cached on the disk, in the user's cache directory. The default is false.</summary>
    /// <remarks>
    /// <para>
    /// The directory is <c>witx-bindings</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c> (Linux), <c>~/Library/Caches</c> (macOS) or
    /// <c>%LOCALAPPDATA%</c> (Windows). An entry is found by the program's content, the engine's version and its settings, and is
    /// mapped into memory. If the directory cannot be created, or another user can write to it, programs are compiled each time.
    /// </para>
    /// <para><see cref="CacheDirectory"/> selects another directory and implies this property.</para>
    /// </remarks>
    public bool CacheCompiledPrograms { get; init; }

    /// <summary>
    /// Gets the directory in which compiled programs are cached, or null, the default, to use <see cref="CacheCompiledPrograms"/>.
    /// </summary>
    /// <remarks>
    /// A missing directory is created with access for the current user only. Its files contain machine code. On Unix, compiling throws
    /// <see cref="UnauthorizedAccessException"/> unless the effective user owns the directory and no other user can write to it or
    /// replace a directory above it. Cache files that another user owns or can write to are ignored. On Windows, permissions are not
    /// checked: make sure that only trusted users can write to the directory.
    /// </remarks>
    public string? CacheDirectory { get; init; }

    /// <summary>Gets the maximum size of the cache of compiled programs in bytes. The default is 1 GiB.</summary>
    /// <remarks>
    /// After an entry is added, the least recently used entries are deleted until the rest fits. The new entry is kept in any case.
    /// </remarks>
    public long MaxCacheSize { get; init; } = DefaultMaxCacheSize;

    /// <summary>
    /// Loads a program from a file. The file is read and checked when it is compiled, by the first run or by
    /// <see cref="WasiProgram.Compile"/>.
    /// </summary>
    /// <param name="path">The path of a WebAssembly module in binary or text format. A pipe is read at once.</param>
    /// <returns>The program. The caller disposes it.</returns>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The current user may not read the file.</exception>
    public WasiProgram Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new WasiProgram(this, Path.GetFileNameWithoutExtension(path), new ProgramSource(path));
    }

    /// <summary>
    /// Loads a program from memory. It is checked when it is compiled, by the first run or by <see cref="WasiProgram.Compile"/>.
    /// </summary>
    /// <param name="name">The name of the program in messages.</param>
    /// <param name="bytes">
    /// A WebAssembly module in binary or text format. It is not copied: do not change it before the program is compiled.
    /// </param>
    /// <returns>The program. The caller disposes it.</returns>
    public WasiProgram Load(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WasiProgram(this, name, new ProgramSource(bytes));
    }

    /// <summary>Runs a program on the calling thread: calls its export <c>_start</c>, and returns when the program ends.</summary>
    /// <param name="program">The program, loaded by this host.</param>
    /// <param name="options">The arguments, files, network and limits of the run. They are read at the start of the call.</param>
    /// <returns>The exit code that the program passed to <c>proc_exit</c>; 0 if it returned from <c>_start</c>.</returns>
    /// <exception cref="OperationCanceledException"><see cref="WasiOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="WasiProgramException">
    /// The program is not a valid WebAssembly module, exports no <c>_start</c>, or imports functions that the host does not have.
    /// </exception>
    /// <exception cref="WasiTrapException">The program trapped.</exception>
    /// <exception cref="WasiException">The engine cannot start the program: it exceeds a limit, or the pool is full.</exception>
    /// <exception cref="ArgumentException">An option is invalid. The message contains the value.</exception>
    /// <exception cref="IOException">A mount, the program's file or the cache directory cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The current user may not read the program's file or use the cache directory.
    /// </exception>
    /// <exception cref="InsufficientExecutionStackException">The calling thread has less than 640 KiB of stack left.</exception>
    /// <exception cref="ObjectDisposedException">The host or the program was disposed before the call.</exception>
    /// <remarks>
    /// An exception that an interceptor throws is rethrown unchanged. An exception of a stream in the options becomes an error of the
    /// guest's call; at the end of the run it is logged as a warning.
    /// </remarks>
    public int Run(WasiProgram program, WasiOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        using WasiProgram.Lease lease = program.AcquireLease();
        try
        {
            CompiledProgram compiled = program.GetCompiled(options.CancellationToken.CanBeCanceled, options.CancellationToken);
            if (compiled.EntryError is { } error)
            {
                throw new WasiProgramException(error);
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

    /// <summary>Rejects further runs with <see cref="ObjectDisposedException"/>. Runs that have started continue.</summary>
    /// <remarks>Does not wait. The engines are freed when the last run and compilation have ended. Dispose the programs as well.</remarks>
    public void Dispose() => Uses.Close();

    /// <summary>True after the engines were freed.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>The number of runs and compilations that use the engines.</summary>
    internal UseCount Uses { get; }

    /// <summary>For tests: a callback on the compiling thread, with the name of the program that is about to be compiled.</summary>
    internal Action<string>? Compiling { get; init; }

    internal ProgramCompilation NewCompilation(WasiProgram program, ProgramSource source, bool interruptible) =>
        new(_compilations, () => Compile(program.Name, source, interruptible), program.AddLease);

    /// <summary>Compiles a program, or maps it from the cache.</summary>
    private CompiledProgram Compile(string name, ProgramSource source, bool interruptible)
    {
        Compiling?.Invoke(name);
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        Module module = Compile(engine, name, source, interruptible ? "interruptible" : "plain");
        return new CompiledProgram(engine, module, startsOften: MaxPooledInstances > 0);
    }

    private Module Compile(Engine engine, string name, ProgramSource source, string settings)
    {
        if (_cache.Value is { } cache && cache.TryMap(engine, name, ProgramCache.ComputeKey(source, settings), out Module? module))
        {
            return module;
        }

        ReadOnlyMemory<byte> bytes = source.Read();
        module = ModuleScanner.Compile(engine, name, bytes.Span);

        // Hash the bytes that were compiled: the file may have changed since the lookup.
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
        // The base address of a memory that never moves is looked up once, not in each call. Limits are per memory, so a module has one.
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
            memorySize: options.Limits.MaxMemory,
            tableElements: (uint)options.Limits.MaxTableElements,
            tables: WasiLimits.MaxTables,
            memories: 1);
        if (interruptible)
        {
            // The epoch belongs to the engine. Incrementing it makes every guest on the engine check its own shutdown.
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
        if (program.Prepared is { } prepared && !process.HandlesSignals && options.Interceptors.Count == 0 && !meter.HasListeners)
        {
            using Guest guest = prepared.Instantiate(store, SystemCallModules.CreatePreviews(process));
            return process.Run(guest);
        }

        return Run(engine, store, program, process, options, meter);
    }

    /// <summary>Runs a guest with imports of its own: with interceptors, metrics, signals or imports that cannot be prepared.</summary>
    private static int Run(Engine engine, Store store, CompiledProgram program, WasiProcess process, WasiOptions options, WasiMeter meter)
    {
        HostImports imports = new();
        _ = program.ImportsOnlyPreviews && !process.HandlesSignals
            ? SystemCallModules.AddPreviews(imports, process)
            : imports.AddWasi(process);
        using ImportedMemory memory = ImportedMemory.Create(engine, store, program.Module, options.Limits.MaxMemory);
        memory.AddTo(imports);
        process.MainThread.Memory = memory.Shared;
        if (meter.HasListeners)
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
