using System;
using Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A program of a host, compiled when it is first run.</summary>
public sealed class WasiProgram : IDisposable
{
    private readonly Lazy<CompiledProgram> _plain;
    private readonly Lazy<CompiledProgram> _interruptible;

    internal WasiProgram(WasiHost host, string name, ProgramText text)
    {
        Name = name;
        _plain = new Lazy<CompiledProgram>(() => host.Compile(name, text, interruptible: false));
        _interruptible = new Lazy<CompiledProgram>(() => host.Compile(name, text, interruptible: true));
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Compiles it now, rather than when it is first run.</summary>
    /// <param name="cancellable">For runs with a token that can be cancelled, or for runs without.</param>
    /// <exception cref="WasmtimeException">It is no valid program.</exception>
    public void Compile(bool cancellable = false) => _ = For(cancellable);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<CompiledProgram> compiled in (ReadOnlySpan<Lazy<CompiledProgram>>)[_plain, _interruptible])
        {
            if (compiled.IsValueCreated)
            {
                compiled.Value.Dispose();
            }
        }
    }

    /// <summary>The program as a run wants it.</summary>
    internal CompiledProgram For(bool interruptible) => (interruptible ? _interruptible : _plain).Value;
}
