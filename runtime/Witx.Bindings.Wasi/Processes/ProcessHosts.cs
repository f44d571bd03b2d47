using System;
using System.Collections.Generic;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The hosts of a process beside WASI: those that it shares with others, and those that it owns.</summary>
internal sealed class ProcessHosts
{
    // Created for the first host, because most processes have none.
    private List<(IHostModule Host, string? Module)>? _all;
    private List<IDisposable>? _owned;

    /// <summary>All hosts with the module names that replace their own, in the order of the options.</summary>
    internal IReadOnlyList<(IHostModule Host, string? Module)> All => _all ?? (IReadOnlyList<(IHostModule Host, string? Module)>)[];

    /// <summary>Takes or creates the host of an import.</summary>
    internal void Add(WasiImport import, WasiProcess process)
    {
        IHostModule host = import.GetHost(process);
        if (import.IsOwnedByProcess && host is IDisposable owned)
        {
            (_owned ??= []).Add(owned);
        }

        (_all ??= []).Add((host, import.Module));
    }

    /// <summary>Removes the owned hosts, for the caller to dispose in the returned order.</summary>
    internal IReadOnlyList<IDisposable> TakeOwned()
    {
        IDisposable[] owned = [.. _owned ?? []];
        (_owned, _all) = (null, null);
        Array.Reverse(owned);
        return owned;
    }
}
