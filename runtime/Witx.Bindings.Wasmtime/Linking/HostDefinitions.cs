using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The functions of all hosts, by import name and type. A later host replaces functions with the same names and type.</summary>
/// <remarks>There is no index, because a module imports few of many functions, and imports are often created for one instance.</remarks>
internal sealed class HostDefinitions
{
    private readonly List<(int Host, string? Module)> _added = [];

    private readonly List<IHostModule> _hosts = [];

    /// <summary>The hosts, without duplicates, in the order in which they were added.</summary>
    internal ReadOnlySpan<IHostModule> All => CollectionsMarshal.AsSpan(_hosts);

    /// <summary>
    /// The additions, in order: the index of a host in <see cref="All"/>, and the module name that replaces its own, or null.
    /// </summary>
    internal ReadOnlySpan<(int Host, string? Module)> Added => CollectionsMarshal.AsSpan(_added);

    /// <summary>All functions, without those that a later host replaces.</summary>
    internal IEnumerable<HostDefinition> Functions =>
        Enumerable.Reverse(_added)
            .SelectMany(added =>
                Enumerable.Reverse(_hosts[added.Host].Functions.ToArray()).Select(function => CreateDefinition(function, added)))
            .DistinctBy(static definition => (definition.Function.Module, definition.Function.Name, definition.Function.Signature));

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
                    && HostDefinition.Matches(function.Signature, wanted))
                {
                    return CreateDefinition(function, _added[i]);
                }
            }
        }

        return null;
    }

    /// <summary>Returns the reason why no host has an import.</summary>
    internal string ExplainMissing(Import import)
    {
        if (import is not FunctionImport)
        {
            return "hosts provide only functions; add a linker that defines it";
        }

        HostFunction[] all = [.. Functions.Select(static definition => definition.Function).Reverse()];
        HostFunction[] module = [.. all.Where(function => function.Module == import.ModuleName)];
        HostFunction[] named = [.. module.Where(function => function.Name == import.Name)];
        string signatures = string.Join(" and ", named.Select(static function => function.Signature));
        string modules = string.Join(", ", all.Select(static function => $"'{function.Module}'").Distinct());
        return named.Length > 0 ? $"the host provides it with type {signatures}"
            : _hosts.Count == 0 ? "no host was added"
            : module.Length > 0 ? "the host of this module does not provide this function"
            : $"no host provides this module; hosts provide {modules}";
    }

    private static HostDefinition CreateDefinition(HostFunction function, (int Host, string? Module) added) =>
        new(added.Module is null ? function : function with { Module = added.Module }, added.Host);
}
