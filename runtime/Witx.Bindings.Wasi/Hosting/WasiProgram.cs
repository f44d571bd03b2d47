using System;
using Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A program of a host, compiled when it is first run.</summary>
public sealed class WasiProgram : IDisposable
{
    private readonly Lazy<Module> _module;
    private readonly Lazy<Module> _interruptibleModule;

    internal WasiProgram(WasiHost host, string name, ProgramText text)
    {
        Name = name;
        _module = new Lazy<Module>(() => host.Compile(name, text, interruptible: false));
        _interruptibleModule = new Lazy<Module>(() => host.Compile(name, text, interruptible: true));
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
        foreach (Lazy<Module> module in (ReadOnlySpan<Lazy<Module>>)[_module, _interruptibleModule])
        {
            if (module.IsValueCreated)
            {
                module.Value.Dispose();
            }
        }
    }

    /// <summary>The module as a run wants it.</summary>
    internal Module For(bool interruptible) => (interruptible ? _interruptibleModule : _module).Value;
}
