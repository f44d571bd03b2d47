using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>The names under which a guest resolved each address: a policy that allows a name allows the addresses that the guest got for it.</summary>
internal sealed class ResolvedNames
{
    // Beyond this count all names are forgotten, and a guest resolves them again.
    private const int MaxCount = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, string[]> _names = [];
    private readonly Dictionary<IPAddress, string[]> _privateNames = [];
    private int _count;

    /// <summary>Records the answer for a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="addresses">Its addresses.</param>
    /// <param name="isMapped">Whether the embedder gave the addresses, rather than the name service.</param>
    internal void Add(string name, IPAddress[] addresses, bool isMapped)
    {
        lock (_gate)
        {
            foreach (IPAddress address in addresses)
            {
                IPAddress plain = EndPointExtensions.ToCanonical(address);
                Dictionary<IPAddress, string[]> names = !isMapped && AddressScope.IsPrivate(plain) ? _privateNames : _names;
                if (Array.IndexOf(names.GetValueOrDefault(plain) ?? [], name) >= 0)
                {
                    continue;
                }

                if (++_count > MaxCount)
                {
                    _names.Clear();
                    _privateNames.Clear();
                    _count = 1;
                }

                names[plain] = [.. names.GetValueOrDefault(plain) ?? [], name];
            }
        }
    }

    /// <summary>Finds the names of an address: those whose answer proves nothing but a public address, and those that the embedder mapped.</summary>
    /// <param name="address">An address as <see cref="EndPointExtensions.ToCanonical"/> returns it.</param>
    /// <param name="privateNames">Names for which the name service answered with this address although it is private.</param>
    internal string[] FindNames(IPAddress address, out string[] privateNames)
    {
        lock (_gate)
        {
            privateNames = _privateNames.GetValueOrDefault(address) ?? [];
            return _names.GetValueOrDefault(address) ?? [];
        }
    }
}
