using System;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasi;

/// <summary>A host whose functions a guest can import: one object that runs share, or a factory that creates one for each run.</summary>
/// <remarks>An import is immutable and can be used on any thread.</remarks>
public sealed class WasiImport
{
    private readonly IHostModule? _host;
    private readonly Func<WasiProcess, IHostModule>? _factory;

    /// <summary>Creates an import of a host that all runs share, under the module name of its witx interface.</summary>
    /// <param name="host">
    /// An object of a class with <see cref="WitxModuleAttribute"/>. It must be thread-safe if runs use it at the same time. The caller
    /// disposes it, if it is disposable, after the last run.
    /// </param>
    public WasiImport(IHostModule host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
    }

    /// <summary>Creates an import of a host that all runs share, under another module name.</summary>
    /// <param name="host">The host, as in <see cref="WasiImport(IHostModule)"/>.</param>
    /// <param name="module">The module name under which guests import the functions.</param>
    public WasiImport(IHostModule host, string module)
        : this(host)
    {
        ArgumentNullException.ThrowIfNull(module);
        Module = module;
    }

    /// <summary>Creates an import of a host that is created for each run, under the module name of its witx interface.</summary>
    /// <param name="factory">
    /// Creates the host, on the thread of the run, before the guest starts; it must not return null. If the host is an
    /// <see cref="IDisposable"/>, the run disposes it after the guest has ended, in the reverse order of creation.
    /// </param>
    /// <remarks>
    /// An exception of the factory ends the run and is rethrown unchanged. An exception of <see cref="IDisposable.Dispose"/> is logged as a
    /// warning.
    /// </remarks>
    public WasiImport(Func<WasiProcess, IHostModule> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _factory = factory;
    }

    /// <summary>Creates an import of a host that is created for each run, under another module name.</summary>
    /// <param name="factory">The factory, as in <see cref="WasiImport(Func{WasiProcess, IHostModule})"/>.</param>
    /// <param name="module">The module name under which guests import the functions.</param>
    public WasiImport(Func<WasiProcess, IHostModule> factory, string module)
        : this(factory)
    {
        ArgumentNullException.ThrowIfNull(module);
        Module = module;
    }

    /// <summary>
    /// Gets the module name under which guests import the functions, or null if it is the name in the witx interface.
    /// </summary>
    public string? Module { get; }

    /// <summary>True if each process has a host of its own, which it disposes.</summary>
    internal bool IsOwnedByProcess => _factory is not null;

    /// <summary>Returns the shared host, or creates one.</summary>
    internal IHostModule GetHost(WasiProcess process) => _host ?? _factory!(process)
        ?? throw new InvalidOperationException($"A factory in '{nameof(WasiOptions)}.{nameof(WasiOptions.Imports)}' returned null.");
}
