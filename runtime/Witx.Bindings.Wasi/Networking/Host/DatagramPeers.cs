using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>
/// The addresses that a socket has sent datagrams to. A socket that the system bound to a port because the guest sent through it accepts
/// datagrams from these addresses only, unless the policy lets others reach the guest.
/// </summary>
/// <param name="ledger">The account that each address is charged to, or null.</param>
internal sealed class DatagramPeers(ResourceLedger? ledger) : IDisposable
{
    // An address with its entries in two collections.
    private const int Charge = 256;

    /// <summary>The most addresses. The oldest one is forgotten for a new one.</summary>
    internal const int MaxCount = 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<IPEndPoint> _peers = [];
    private readonly Queue<IPEndPoint> _oldest = new();
    private bool _isDisposed;

    /// <summary>Adds the address that a datagram to a destination reaches.</summary>
    /// <returns>False if the account is exhausted.</returns>
    internal bool TryAdd(EndPoint destination)
    {
        IPEndPoint peer = (IPEndPoint)EndPointExtensions.ToDestination(destination);
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

    internal bool Contains(EndPoint? sender)
    {
        if (sender is null)
        {
            return false;
        }

        IPEndPoint peer = (IPEndPoint)EndPointExtensions.ToDestination(sender);
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
