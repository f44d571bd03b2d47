using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>
/// Everything that hosts offer, by import name. A name may have many types; a name and a type are the last host's. Nothing is indexed:
/// a module imports a few functions of many, and imports are made anew for each instance.
/// </summary>
internal sealed class HostDefinitions
{
    private readonly List<(int Host, string? Module)> _added = [];

    private readonly List<IHostModule> _hosts = [];

    /// <summary>The hosts, each once.</summary>
    internal IReadOnlyList<IHostModule> All => _hosts;

    /// <summary>All that is offered, what is replaced by a later host left out.</summary>
    internal IEnumerable<HostDefinition> Functions =>
        Enumerable.Reverse(_added)
            .SelectMany(added => Enumerable.Reverse(_hosts[added.Host].Functions.ToArray()).Select(function => NewOffer(function, added)))
            .DistinctBy(static offer => (offer.Function.Module, offer.Function.Name, offer.Function.Signature));

    internal void Add(IHostModule host, string? module)
    {
        int position = _hosts.IndexOf(host);
        if (position < 0)
        {
            position = _hosts.Count;
            _hosts.Add(host);
        }

        _added.Add((position, module));
    }

    internal HostDefinition? Find(Import import)
    {
        if (import is not FunctionImport wanted)
        {
            return null;
        }

        for (int i = _added.Count - 1; i >= 0; i--)
        {
            (int position, string? module) = _added[i];
            if (module is not null && module != wanted.ModuleName)
            {
                continue;
            }

            ReadOnlySpan<HostFunction> functions = _hosts[position].Functions;
            for (int j = functions.Length - 1; j >= 0; j--)
            {
                HostFunction function = functions[j];
                if (function.Name == wanted.Name
                    && (module is not null || function.Module == wanted.ModuleName)
                    && HostDefinition.Fits(function.Signature, wanted))
                {
                    return NewOffer(function, _added[i]);
                }
            }
        }

        return null;
    }

    /// <summary>Why there is no offer for an import.</summary>
    internal string Explain(Import import)
    {
        if (import is not FunctionImport)
        {
            return "hosts offer functions only; add it, or a linker that defines it";
        }

        HostFunction[] all = [.. Functions.Select(static offer => offer.Function).Reverse()];
        HostFunction[] module = [.. all.Where(function => function.Module == import.ModuleName)];
        HostFunction[] named = [.. module.Where(function => function.Name == import.Name)];
        return named.Length > 0 ? $"offered as {string.Join(" and as ", named.Select(static function => function.Signature))}"
            : _hosts.Count == 0 ? "there are no hosts"
            : module.Length > 0 ? "the host of that module has no such function"
            : $"no host offers that module; offered are {string.Join(", ", all.Select(static function => function.Module).Distinct())}";
    }

    private static HostDefinition NewOffer(HostFunction function, (int Host, string? Module) added) =>
        new(added.Module is null ? function : function with { Module = added.Module }, added.Host);
}
