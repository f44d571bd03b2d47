using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>
/// The host names that a guest resolved to each address, so that a policy for names can decide about addresses. Thread-safe.
/// </summary>
internal sealed class ResolvedNames
{
    // At this limit all names are removed. The guest must then resolve a name again before it can connect.
    private const int MaxCount = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, string[]> _names = [];
    private readonly Dictionary<IPAddress, string[]> _privateNames = [];
    private int _count;

    /// <summary>Records the addresses that a name was resolved to.</summary>
    /// <param name="name">The name.</param>
    /// <param name="addresses">The addresses.</param>
    /// <param name="isMapped">True if the embedder defined the addresses, false if the name service returned them.</param>
    internal void Add(string name, IPAddress[] addresses, bool isMapped)
    {
        lock (_gate)
        {
            foreach (IPAddress address in addresses)
            {
                IPAddress canonical = address.ToCanonical();
                Dictionary<IPAddress, string[]> names = !isMapped && AddressScope.IsPrivate(canonical) ? _privateNames : _names;
                if (Array.IndexOf(names.GetValueOrDefault(canonical) ?? [], name) >= 0)
                {
                    continue;
                }

                if (++_count > MaxCount)
                {
                    _names.Clear();
                    _privateNames.Clear();
                    _count = 1;
                }

                names[canonical] = [.. names.GetValueOrDefault(canonical) ?? [], name];
            }
        }
    }

    /// <summary>Finds the names that were resolved to an address.</summary>
    /// <param name="address">An address that <see cref="EndPointExtensions.ToCanonical"/> returned.</param>
    /// <param name="privateNames">The names for which the name service returned this address although it is private.</param>
    /// <returns>
    /// The names that the embedder mapped to the address and, for a public address, those that the name service resolved to it.
    /// </returns>
    internal string[] FindNames(IPAddress address, out string[] privateNames)
    {
        lock (_gate)
        {
            privateNames = _privateNames.GetValueOrDefault(address) ?? [];
            return _names.GetValueOrDefault(address) ?? [];
        }
    }
}
