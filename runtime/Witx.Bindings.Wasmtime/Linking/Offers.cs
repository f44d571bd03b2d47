using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Everything that hosts offer, by import name. A name may have many types; a name and a type are the last host's.</summary>
internal sealed class Offers
{
    private readonly Dictionary<(string Module, string Name), List<Offer>> _offers = [];

    private readonly List<IHostModule> _hosts = [];

    /// <summary>The hosts, each once.</summary>
    internal IReadOnlyList<IHostModule> All => _hosts;

    internal IEnumerable<Offer> Functions => _offers.Values.SelectMany(static offers => offers);

    internal void Add(IHostModule host, string? module)
    {
        int position = _hosts.IndexOf(host);
        if (position < 0)
        {
            position = _hosts.Count;
            _hosts.Add(host);
        }

        foreach (HostFunction function in host.Functions)
        {
            HostFunction named = module is null ? function : function with { Module = module };
            if (!_offers.TryGetValue((named.Module, named.Name), out List<Offer>? offers))
            {
                _offers.Add((named.Module, named.Name), offers = []);
            }

            offers.RemoveAll(earlier => earlier.Function.Signature.Equals(named.Signature));
            offers.Add(new Offer(named, position));
        }
    }

    internal Offer? Find(Import import) =>
        import is FunctionImport function && _offers.TryGetValue((import.ModuleName, import.Name), out List<Offer>? offers)
            ? offers.Find(offer => offer.Fits(function))
            : null;

    /// <summary>Why there is no offer for an import.</summary>
    internal string Explain(Import import)
    {
        if (import is not FunctionImport)
        {
            return "hosts offer functions only; add it, or a linker that defines it";
        }

        if (_offers.TryGetValue((import.ModuleName, import.Name), out List<Offer>? offers))
        {
            return $"offered as {string.Join(" and as ", offers.Select(static offer => offer.Function.Signature))}";
        }

        return _hosts.Count == 0 ? "there are no hosts"
            : _offers.Keys.Any(key => key.Module == import.ModuleName) ? "the host of that module has no such function"
            : $"no host offers that module; offered are {string.Join(", ", _offers.Keys.Select(static key => key.Module).Distinct())}";
    }
}
