using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A program of a host, compiled when it is first run.</summary>
public sealed class WasiProgram : IDisposable
{
    private readonly WasiHost _host;
    private readonly ProgramCompilation _plain;
    private readonly ProgramCompilation _interruptible;
    private readonly UseCount _uses;

    internal WasiProgram(WasiHost host, string name, ProgramSource text)
    {
        (_host, Name) = (host, name);
        _plain = host.NewCompilation(this, text, interruptible: false);
        _interruptible = host.NewCompilation(this, text, interruptible: true);
        _uses = new UseCount(Free);
    }

    /// <summary>The name of the program in messages.</summary>
    public string Name { get; }

    /// <summary>Compiles the program now, rather than when it is first run.</summary>
    /// <param name="cancellable">True to compile for runs whose token can be cancelled, false for runs whose token cannot.</param>
    /// <param name="cancellationToken">Ends the wait. The engine finishes the compilation in the background.</param>
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

    /// <summary>Disposes the program once no run and no compilation uses it.</summary>
    public void Dispose() => _uses.Close();

    /// <summary>Keeps the program and its host alive.</summary>
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

    /// <summary>Adds a lease while the caller has one, also after the program or its host is disposed.</summary>
    internal Lease AddLease()
    {
        _host.Uses.Add();
        _uses.Add();
        return new Lease(_host, this);
    }

    /// <summary>The program as a run needs it.</summary>
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

    /// <summary>One use of a program and its host.</summary>
    internal sealed class Lease(WasiHost host, WasiProgram program) : IDisposable
    {
        public void Dispose()
        {
            program._uses.Remove();
            host.Uses.Remove();
        }
    }
}
