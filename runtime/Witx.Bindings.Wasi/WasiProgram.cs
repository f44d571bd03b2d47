using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A WASI program that a <see cref="WasiHost"/> loaded. Its first run compiles it, unless <see cref="Compile"/> was called.
/// </summary>
/// <remarks>All members can be called on any thread. Any number of runs can use one program at the same time.</remarks>
/// <example>
/// Compiles a program at startup, so that the first request does not wait for the compiler:
/// <code>
/// using WasiHost host = new() { CacheCompiledPrograms = true };
/// using WasiProgram program = host.Load("tool.wasm");
/// program.Compile(cancellable: true);
/// </code>
/// </example>
public sealed class WasiProgram : IDisposable
{
    private readonly WasiHost _host;
    private readonly ProgramCompilation _plain;
    private readonly ProgramCompilation _interruptible;
    private readonly UseCount _uses;

    internal WasiProgram(WasiHost host, string name, ProgramSource source)
    {
        (_host, Name) = (host, name);
        _plain = host.NewCompilation(this, source, interruptible: false);
        _interruptible = host.NewCompilation(this, source, interruptible: true);
        _uses = new UseCount(Free);
    }

    /// <summary>Gets the name of the program in messages: the name passed to <c>Load</c>, or the file name without its extension.</summary>
    public string Name { get; }

    /// <summary>Compiles the program now, so that its first run does not have to. Does nothing if it is compiled already.</summary>
    /// <param name="cancellable">
    /// True to compile for runs whose <see cref="WasiOptions.CancellationToken"/> can be cancelled, false for runs without such a
    /// token. The two are compiled separately.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The engine finishes the compilation in the background.</param>
    /// <exception cref="WasiProgramException">The binary is not a valid WebAssembly module, or the host does not support it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The program's file or the cache directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The program's file or the cache directory may not be used.</exception>
    /// <exception cref="ObjectDisposedException">The program or its host is disposed.</exception>
    public void Compile(bool cancellable = false, CancellationToken cancellationToken = default)
    {
        using Lease lease = AcquireLease();
        _ = GetCompiled(cancellable, cancellationToken);
    }

    /// <summary>
    /// Rejects further runs of the program. Its machine code is freed when the last run and compilation that use it have ended.
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
    internal CompiledProgram GetCompiled(bool interruptible, CancellationToken token)
    {
        try
        {
            return (interruptible ? _interruptible : _plain).Wait(token);
        }
        catch (Exception exception) when (exception is WasmtimeException or UnsupportedModuleException)
        {
            throw new WasiProgramException(exception.Message, exception);
        }
    }

    private void Free()
    {
        _plain.Free();
        _interruptible.Free();
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
