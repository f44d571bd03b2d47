using System.Collections.Generic;
using System.Net;
using System.Threading;

namespace Witx.Bindings.Wasi;

/// <summary>By which names a guest was told an address: a policy that allows a name allows what the guest was told of it.</summary>
internal sealed class NamesTold
{
    // A guest that asks for more is told the first ones again.
    private const int MaxCount = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, string[]> _names = [];
    private int _count;

    internal void Add(string name, IPAddress[] addresses)
    {
        lock (_gate)
        {
            foreach (IPAddress address in addresses)
            {
                IPAddress plain = EndPoints.Plain(address);
                string[] known = Of(plain);
                if (System.Array.IndexOf(known, name) >= 0)
                {
                    continue;
                }

                if (++_count > MaxCount)
                {
                    _names.Clear();
                    (_count, known) = (1, []);
                }

                _names[plain] = [.. known, name];
            }
        }
    }

    internal string[] Of(IPAddress address)
    {
        lock (_gate)
        {
            return _names.GetValueOrDefault(address) ?? [];
        }
    }
}
