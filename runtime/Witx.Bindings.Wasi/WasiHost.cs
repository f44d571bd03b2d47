using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Loads WASI programs, and owns what their guests share: engines, compiled code, threads and capacity.</summary>
/// <remarks>
/// <para>All members can be called on any thread. One host serves any number of guests at the same time.</para>
/// <para>
/// A guest that can be interrupted, because its run has a token that can be cancelled, a <see cref="WasiLimits.Timeout"/> or a limit of
/// fuel, uses machine code that checks for interruption in loops and at function entries. It takes up to twice the time, by the share of
/// short loops; most programs need 15 to 18 percent more. A program that is run both ways is compiled twice. A
/// <see cref="WasiInstance"/> can always be interrupted.
/// </para>
/// </remarks>
/// <example>
/// Runs a program with one read-only directory and a host function of your own, for at most ten seconds:
/// <code>
/// using WasiHost host = new();
/// using WasiProgram program = host.Load("tool.wasm");
/// WasiResult result = program.Run(new WasiOptions
/// {
///     Arguments = ["tool", "--verbose"],
///     Imports = { new KeyValueHost(store) },
///     Mounts = [new WasiMount("/data", WasiDirectory.FromHostPath("/srv/data")) { IsReadOnly = true }],
///     Output = WasiOutput.ToText(Console.Out),
///     Limits = { Timeout = TimeSpan.FromSeconds(10) },
/// });
/// return result.ExitCode;
/// </code>
/// </example>
public sealed class WasiHost : IDisposable
{
    // One compilation already uses every processor, so more concurrent compilations do not finish sooner.
    private static readonly int s_maxCompilations = Math.Max(2, Environment.ProcessorCount);

    private readonly WasiHostOptions _options;
    private readonly SemaphoreSlim _compilations = new(s_maxCompilations);
    private readonly GuestEngine _plain;
    private readonly GuestEngine _interruptible;
    private readonly Lazy<WasiProgramCache?> _cache;

    /// <summary>Creates a host with the default options.</summary>
    public WasiHost()
        : this(new WasiHostOptions())
    {
    }

    /// <summary>Creates a host. Its Wasmtime engines are created when a program is first compiled.</summary>
    /// <param name="options">The options of the host. They are read now; later changes have no effect.</param>
    public WasiHost(WasiHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options = new WasiHostOptions(options);
        Uses = new UseCount(Free);
        int pooled = options.MaxPooledInstances;
        _plain = new GuestEngine(isInterruptible: false, countsFuel: false, pooled);
        _interruptible = new GuestEngine(isInterruptible: true, options.CountsFuel, pooled);
        int maxInstances = pooled > 0 ? Math.Min(pooled, options.MaxInstances) : options.MaxInstances;
        Instances = new AdmissionGate(maxInstances, options.MaxQueuedGuests, $"All '{maxInstances}' instances of the host are");
        Threads = new GuestThreads(options.MaxConcurrentGuests, options.MaxQueuedGuests);
        _cache = new Lazy<WasiProgramCache?>(
            () => options.CacheDirectory is not null ? WasiProgramCache.Open(options.CacheDirectory, options.MaxCacheSize)
                : options.CacheCompiledPrograms ? WasiProgramCache.OpenForUser(options.MaxCacheSize)
                : null);
    }

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

    /// <summary>
    /// Rejects further guests with <see cref="ObjectDisposedException"/>. Runs that have started or wait, and instances, continue.
    /// </summary>
    /// <remarks>
    /// Does not wait. The engines are freed when the last run and compilation have ended and the last instance was disposed. Dispose the
    /// programs as well.
    /// </remarks>
    public void Dispose()
    {
        Threads.Close();
        ThreadCache.Close();
        Uses.Close();
    }

    /// <summary>True after the engines were freed.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>The number of runs, instances and compilations that use the engines.</summary>
    internal UseCount Uses { get; }

    /// <summary>Limits the number of live instances.</summary>
    internal AdmissionGate Instances { get; }

    /// <summary>The threads of asynchronous calls.</summary>
    internal GuestThreads Threads { get; }

    /// <summary>The threads of the system that run the threads of guests.</summary>
    internal ThreadCache ThreadCache { get; } = new();

    /// <summary>True if guests that can be interrupted count fuel.</summary>
    internal bool CountsFuel => _options.CountsFuel;

    /// <summary>The maximum number of calls that wait for an instance.</summary>
    internal int MaxQueuedGuests => _options.MaxQueuedGuests;

    /// <summary>The clock of timeouts.</summary>
    internal TimeProvider Time => _options.TimeProvider;

    internal ProgramCompilation NewCompilation(WasiProgram program, ProgramSource source, bool interruptible) =>
        new(_compilations, () => Compile(program.Name, source, interruptible ? _interruptible : _plain), program.AddLease);

    /// <summary>Compiles a program, or maps it from the cache.</summary>
    private CompiledProgram Compile(string name, ProgramSource source, GuestEngine engine)
    {
        _options.Compiling?.Invoke(name);
        Module module = Compile(engine.Native, name, ref source, engine.Settings);
        using Stream code = source.OpenRead();
        return new CompiledProgram(engine, module, ModuleScanner.ReadTables(code), startsOften: _options.MaxPooledInstances > 0);
    }

    private Module Compile(Engine engine, string name, ref ProgramSource source, string settings)
    {
        if (_cache.Value is { } cache && cache.TryMap(engine, name, WasiProgramCache.ComputeKey(source, settings), out Module? module))
        {
            return module;
        }

        // Use the bytes that were compiled from here on: the file may have changed since the lookup.
        ReadOnlyMemory<byte> bytes = source.Read();
        source = new ProgramSource(bytes);
        module = ModuleScanner.Compile(engine, name, bytes.Span);
        _cache.Value?.Add(module, WasiProgramCache.ComputeKey(source, settings));
        return module;
    }

    private void Free()
    {
        IsFreed = true;
        _plain.Dispose();
        _interruptible.Dispose();
    }
}
