using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>The addresses that a socket has sent datagrams to, which are the only ones it may receive from. Thread-safe.</summary>
/// <remarks>
/// Used for a socket that was bound implicitly by sending, without inbound access in the policy: only its destinations can answer it.
/// </remarks>
/// <param name="ledger">The ledger that each address is charged to, or null for a socket of the embedder.</param>
internal sealed class DatagramPeers(ResourceLedger? ledger) : IDisposable
{
    // Bytes per address: the endpoint and its entries in two collections.
    private const int Charge = 256;

    /// <summary>The maximum number of addresses. A new address then replaces the oldest one.</summary>
    internal const int MaxCount = 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<IPEndPoint> _peers = [];
    private readonly Queue<IPEndPoint> _oldest = new();
    private bool _isDisposed;

    /// <summary>Adds the destination of a datagram.</summary>
    /// <returns>False if the ledger's limit is reached.</returns>
    internal bool TryAdd(EndPoint destination)
    {
        IPEndPoint peer = (IPEndPoint)destination.ResolveWildcard();
        lock (_gate)
        {
            if (_isDisposed || _peers.Contains(peer))
            {
                return true;
            }

            if (_peers.Count == MaxCount)
            {
                _ = _peers.Remove(_oldest.Dequeue());
            }
            else if (ledger?.TryCharge(Charge) == false)
            {
                return false;
            }

            _ = _peers.Add(peer);
            _oldest.Enqueue(peer);
            return true;
        }
    }

    /// <summary>Returns true if the socket has sent a datagram to an address.</summary>
    internal bool Contains(EndPoint? sender)
    {
        if (sender is null)
        {
            return false;
        }

        IPEndPoint peer = (IPEndPoint)sender.ResolveWildcard();
        lock (_gate)
        {
            return _peers.Contains(peer);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            ledger?.Release((long)Charge * _peers.Count);
            _isDisposed = true;
            _peers.Clear();
            _oldest.Clear();
        }
    }
}
