using System;
using System.Collections.ObjectModel;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasi;

/// <summary>The hosts of a run beside WASI (<see cref="WasiOptions.Imports"/>), in the order in which they are added.</summary>
/// <remarks>The collection is not thread-safe.</remarks>
/// <example>
/// <code>
/// WasiOptions options = new()
/// {
///     Imports =
///     {
///         new KeyValueHost(store),                                // shared by all runs with these options
///         { process => new SessionHost(process), "session" },     // one for each run, under another module name
///     },
/// };
/// </code>
/// </example>
public sealed class WasiImportCollection : Collection<WasiImport>
{
    /// <summary>Adds a host that all runs share, under the module name of its witx interface.</summary>
    /// <param name="host">The host, as in <see cref="WasiImport(IHostModule)"/>.</param>
    public void Add(IHostModule host) => Add(new WasiImport(host));

    /// <summary>Adds a host that all runs share, under another module name.</summary>
    /// <param name="host">The host, as in <see cref="WasiImport(IHostModule)"/>.</param>
    /// <param name="module">The module name under which guests import the functions.</param>
    public void Add(IHostModule host, string module) => Add(new WasiImport(host, module));

    /// <summary>Adds a factory that creates a host for each run, under the module name of its witx interface.</summary>
    /// <param name="factory">The factory, as in <see cref="WasiImport(Func{WasiProcess, IHostModule})"/>.</param>
    public void Add(Func<WasiProcess, IHostModule> factory) => Add(new WasiImport(factory));

    /// <summary>Adds a factory that creates a host for each run, under another module name.</summary>
    /// <param name="factory">The factory, as in <see cref="WasiImport(Func{WasiProcess, IHostModule})"/>.</param>
    /// <param name="module">The module name under which guests import the functions.</param>
    public void Add(Func<WasiProcess, IHostModule> factory, string module) => Add(new WasiImport(factory, module));

    /// <inheritdoc/>
    protected override void InsertItem(int index, WasiImport item)
    {
        ArgumentNullException.ThrowIfNull(item);
        base.InsertItem(index, item);
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, WasiImport item)
    {
        ArgumentNullException.ThrowIfNull(item);
        base.SetItem(index, item);
    }
}
