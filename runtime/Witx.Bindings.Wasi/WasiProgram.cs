using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A WASI program that a <see cref="WasiHost"/> loaded: a command to run, or a reactor or library to call. Its first use compiles it,
/// unless <see cref="Compile"/> was called.
/// </summary>
/// <remarks>All members can be called on any thread. Any number of guests can use one program at the same time.</remarks>
/// <example>
/// Compiles a program at startup, so that the first request does not wait for the compiler, and runs it for each request:
/// <code>
/// using WasiHost host = new(new WasiHostOptions { CacheCompiledPrograms = true });
/// using WasiProgram program = host.Load("tool.wasm");
/// program.Compile(interruptible: true);
/// WasiResult result = await program.RunAsync(options, cancellationToken);
/// </code>
/// </example>
public sealed class WasiProgram : WasiExecutable, IDisposable
{
    // Imports of programs with several threads or processes.
    private static readonly byte[][] s_interruptibleImports =
        [.. "thread-spawn thread_spawn proc_fork proc_spawn proc_exec".Split(' ').Select(Encoding.ASCII.GetBytes)];

    private readonly WasiHost _host;
    private readonly ProgramCompilation _plain;
    private readonly ProgramCompilation _interruptible;
    private readonly Lazy<bool> _mustBeInterruptible;
    private readonly UseCount _uses;

    internal WasiProgram(WasiHost host, string name, ProgramSource source)
    {
        (_host, Name) = (host, name);
        _plain = host.NewCompilation(this, source, interruptible: false);
        _interruptible = host.NewCompilation(this, source, interruptible: true);

        // A false match costs speed only. A thread must end when another one traps, and a process when another one ends it. Only this
        // engine interrupts a guest that computes.
        _mustBeInterruptible = new Lazy<bool>(
            () => source.ContainsAny(s_interruptibleImports));
        _uses = new UseCount(Free);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>A callback that runs once when the program is freed.</summary>
    internal Action? Freed { get; set; }

    /// <summary>The host that loaded the program.</summary>
    internal WasiHost Host => _host;

    /// <summary>Compiles the program now, so that its first use does not have to. Does nothing if it is compiled already.</summary>
    /// <param name="interruptible">
    /// True to compile for instances, and for runs with a token that can be cancelled, a timeout or a limit of fuel; false for other runs.
    /// The two are compiled separately.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The engine finishes the compilation in the background.</param>
    /// <exception cref="WasiProgramException">The binary is not a valid WebAssembly module, or the host does not support it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The program's file or the cache directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The program's file or the cache directory may not be used.</exception>
    /// <exception cref="ObjectDisposedException">The program or its host is disposed.</exception>
    public void Compile(bool interruptible = false, CancellationToken cancellationToken = default)
    {
        using Lease lease = AcquireLease();
        _ = GetCompiled(interruptible, cancellationToken);
    }

    /// <summary>Lists the exports of the program, with the types of functions. Compiles the program if it is not compiled yet.</summary>
    /// <param name="cancellationToken">Cancels the wait for the compilation.</param>
    /// <returns>The exports, in the order of the binary.</returns>
    /// <inheritdoc cref="Compile" path="/exception"/>
    public ImmutableArray<WasiExport> GetExports(CancellationToken cancellationToken = default)
    {
        using Lease lease = AcquireLease();
        ProgramCompilation compilation = _interruptible.IsStarted ? _interruptible : _plain;
        return WasiExport.FromModule(GetCompiled(compilation, cancellationToken).Module);
    }

    /// <summary>
    /// Runs the program, which must be a command, on the calling thread: calls its export <c>_start</c>, and returns when it ends.
    /// </summary>
    /// <param name="options">The arguments, files, network, host functions and limits of the run.</param>
    /// <param name="cancellationToken">
    /// Ends the run, also while the guest computes or waits. Without a token that can be cancelled and without a
    /// <see cref="WasiLimits.Timeout"/>, a guest that loops forever blocks its thread forever.
    /// </param>
    /// <returns>The exit code, and the resources that the guest used.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="WasiProgramException">
    /// The program is not a valid WebAssembly module, exports no <c>_start</c>, or imports functions that neither WASI nor
    /// <see cref="WasiOptions.Imports"/> provide.
    /// </exception>
    /// <exception cref="WasiTrapException">The program trapped.</exception>
    /// <exception cref="WasiLimitException">
    /// The program exceeded a limit that ends it, such as <see cref="WasiLimits.Timeout"/>.
    /// </exception>
    /// <exception cref="WasiCapacityException">
    /// All instances of the host are live, and the run cannot wait: the queue is full, or the thread runs a guest.
    /// </exception>
    /// <exception cref="WasiException">The engine cannot start the program, for example because its memory exceeds a limit.</exception>
    /// <exception cref="ArgumentException">
    /// An option is invalid, or it requires <see cref="WasiHostOptions.CountsFuel"/>. The message contains the value.
    /// </exception>
    /// <exception cref="IOException">A mount, the program's file or the cache directory cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The current user may not read the program's file or use the cache directory.
    /// </exception>
    /// <exception cref="InsufficientExecutionStackException">The calling thread has less than 640 KiB of stack left.</exception>
    /// <exception cref="ObjectDisposedException">The host or the program was disposed before the call.</exception>
    /// <remarks>
    /// <para>
    /// An exception that a host function, a factory of a host or an interceptor throws is rethrown unchanged. An exception of a stream in
    /// the options becomes an error of the guest's call, an entry of <see cref="WasiResult.StreamFailures"/>, and a warning in the log.
    /// </para>
    /// <para>
    /// Do not create a thread for each run. On Linux, a thread that has run a guest leaves two memory mappings when it ends, because .NET
    /// does not unmap the signal stack that the engine replaced; a process can have 65,530 (<c>vm.max_map_count</c>). The threads of
    /// <see cref="RunAsync"/> leave none.
    /// </para>
    /// </remarks>
    public WasiResult Run(WasiOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using Admission admission = new(AcquireLease(), _host.Instances);
        admission.Enter(cancellationToken);
        return RunAdmitted(options, cancellationToken);
    }

    /// <summary>Runs the program like <see cref="Run"/>, on a thread of the host instead of the calling thread.</summary>
    /// <param name="options">The arguments, files, network, host functions and limits of the run.</param>
    /// <param name="cancellationToken">Removes the run from the queue, or ends it.</param>
    /// <returns>A task with the exit code and the resources that the guest used.</returns>
    /// <inheritdoc cref="Run" path="/exception"/>
    /// <remarks>
    /// <para>
    /// The host has at most <see cref="WasiHostOptions.MaxConcurrentGuests"/> threads; further runs wait in order. The thread pool is not
    /// used while the guest runs. Continuations of the task run as usual, not on the threads of the host.
    /// </para>
    /// <para>
    /// All exceptions except <see cref="ArgumentNullException"/> and <see cref="ObjectDisposedException"/> are in the task. A host function
    /// that blocks its thread until the task completes receives <see cref="WasiCapacityException"/> instead of waiting for its own thread.
    /// </para>
    /// </remarks>
    public Task<WasiResult> RunAsync(WasiOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WasiOptions copy = new(options);
        Admission admission = new(AcquireLease(), _host.Instances);
        return _host.Threads.RunAsync(
            admission,
            () =>
            {
                using (admission)
                {
                    return RunAdmitted(copy, cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Creates an instance of the program, which must be a reactor or a library, on the calling thread, and calls its export
    /// <c>_initialize</c> if it has one.
    /// </summary>
    /// <param name="options">
    /// The options of the instance. <see cref="WasiLimits.Timeout"/> and <see cref="WasiLimits.Fuel"/> apply to each call, and to the
    /// initialization; <see cref="WasiOptions.Measures"/> is not used.
    /// </param>
    /// <param name="cancellationToken">Ends the initialization. Each later call has a token of its own.</param>
    /// <returns>The instance. The caller disposes it.</returns>
    /// <exception cref="WasiProgramException">
    /// The program is not a valid WebAssembly module, exports <c>_start</c>, or imports functions that neither WASI nor
    /// <see cref="WasiOptions.Imports"/> provide.
    /// </exception>
    /// <exception cref="WasiExitException">The program called <c>proc_exit</c> during the initialization.</exception>
    /// <inheritdoc cref="Run" path="/exception"/>
    /// <remarks>An exception that a host function throws is rethrown unchanged.</remarks>
    public WasiInstance Instantiate(WasiOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Admission admission = new(AcquireLease(), _host.Instances);
        try
        {
            admission.Enter(cancellationToken);
        }
        catch
        {
            admission.Dispose();
            throw;
        }

        return InstantiateAdmitted(admission, options, cancellationToken);
    }

    /// <summary>Creates an instance like <see cref="Instantiate"/>, on a thread of the host instead of the calling thread.</summary>
    /// <param name="options">The options of the instance.</param>
    /// <param name="cancellationToken">Removes the call from the queue, or ends the initialization.</param>
    /// <returns>A task with the instance. The caller disposes it.</returns>
    /// <inheritdoc cref="Instantiate" path="/exception"/>
    /// <inheritdoc cref="RunAsync" path="/remarks"/>
    public Task<WasiInstance> InstantiateAsync(WasiOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WasiOptions copy = new(options);
        Admission admission = new(AcquireLease(), _host.Instances);
        return _host.Threads.RunAsync(admission, () => InstantiateAdmitted(admission, copy, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Rejects further uses of the program. Its machine code is freed when the last run, instance and compilation that use it have ended.
    /// </summary>
    /// <remarks>Does not wait. Later calls have no effect.</remarks>
    public void Dispose() => _uses.Close();

    /// <summary>Acquires a lease, which keeps the program and its host alive until it is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The program or its host is disposed.</exception>
    internal Lease AcquireLease()
    {
        ObjectDisposedException.ThrowIf(!_host.Uses.TryAdd(), _host);
        if (!_uses.TryAdd())
        {
            _host.Uses.Remove();
            throw new ObjectDisposedException(Name);
        }

        return new Lease(_host, this);
    }

    /// <summary>Adds a lease. The caller must own one already; then this succeeds even if the program or its host is disposed.</summary>
    internal Lease AddLease()
    {
        _host.Uses.Add();
        _uses.Add();
        return new Lease(_host, this);
    }

    /// <summary>Returns the compiled program; waits for the compilation, or starts it.</summary>
    /// <exception cref="WasiProgramException">The binary is not a valid WebAssembly module, or the host does not support it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled during the wait.</exception>
    internal CompiledProgram GetCompiled(bool interruptible, CancellationToken token) =>
        GetCompiled(interruptible || _mustBeInterruptible.Value ? _interruptible : _plain, token);

    /// <summary>Returns the compiled program, for guests that can be interrupted, if it has been compiled.</summary>
    internal bool TryGetCompiled([NotNullWhen(true)] out CompiledProgram? compiled) => _interruptible.TryGet(out compiled);

    private static CompiledProgram GetCompiled(ProgramCompilation compilation, CancellationToken token)
    {
        try
        {
            return compilation.Wait(token);
        }
        catch (Exception exception) when (exception is WasmtimeException or UnsupportedModuleException)
        {
            throw new WasiProgramException(exception.Message, exception);
        }
    }

    private WasiResult RunAdmitted(WasiOptions options, CancellationToken token)
    {
        WasiLimits limits = options.Limits;
        bool needsFuel = limits.Fuel is not null || options.Measures.HasFlag(WasiMeasures.Fuel);
        EnsureFuel(options, needsFuel);
        CompiledProgram compiled = GetCompiled(token.CanBeCanceled || limits.Timeout is not null || needsFuel, token);
        ThrowIfNotNull(compiled.CommandError);
        using GuestThread.Scope scope = GuestThread.Enter();
        return GuestSession.Run(this, compiled, options, token);
    }

    private WasiInstance InstantiateAdmitted(Admission admission, WasiOptions options, CancellationToken token)
    {
        try
        {
            EnsureFuel(options, options.Limits.Fuel is not null);
            CompiledProgram compiled = GetCompiled(interruptible: true, token);
            ThrowIfNotNull(compiled.InstanceError);
            using GuestThread.Scope scope = GuestThread.Enter();
            return new WasiInstance(this, admission, GuestSession.Open(this, compiled, options, token));
        }
        catch
        {
            admission.Dispose();
            throw;
        }
    }

    private static void ThrowIfNotNull(string? error)
    {
        if (error is not null)
        {
            throw new WasiProgramException(error);
        }
    }

    private void EnsureFuel(WasiOptions options, bool needsFuel)
    {
        if (needsFuel && !_host.CountsFuel)
        {
            string setting = options.Limits.Fuel is not null
                ? $"{nameof(WasiLimits)}.{nameof(WasiLimits.Fuel)}"
                : $"{nameof(WasiMeasures)}.{nameof(WasiMeasures.Fuel)}";
            throw new ArgumentException(
                $"The host does not count fuel, so it cannot honour '{setting}'. "
                + $"Set '{nameof(WasiHostOptions)}.{nameof(WasiHostOptions.CountsFuel)}'.",
                nameof(options));
        }
    }

    private void Free()
    {
        _plain.Free();
        _interruptible.Free();
        Freed?.Invoke();
    }

    /// <summary>A reference that keeps a program and its host from being freed. Disposed exactly once.</summary>
    internal sealed class Lease(WasiHost host, WasiProgram program) : IDisposable
    {
        public void Dispose()
        {
            program._uses.Remove();
            host.Uses.Remove();
        }
    }
}
