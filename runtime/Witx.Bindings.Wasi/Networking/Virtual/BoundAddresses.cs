using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>The sockets of a virtual network by the address that they are bound to. Thread-safe.</summary>
internal sealed class BoundAddresses
{
    // The dynamic ports of RFC 6335, section 6, are 49152 to 65535.
    private const int FirstEphemeral = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<BindingKey, List<Binding>> _bindings = [];
    private int _next = FirstEphemeral;

    /// <summary>
    /// Woken when a stream socket starts to listen, accepts a connection or is closed, so that pending connects are tried again.
    /// </summary>
    internal WaitQueue Changed { get; } = new();

    /// <summary>Binds a socket to an address. Port 0 is replaced by a free ephemeral port.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="local">The address. Receives the chosen port.</param>
    /// <returns><c>Errno.Addrinuse</c> (EADDRINUSE) if the address or all ephemeral ports are in use.</returns>
    internal Errno Add(VirtualSocket socket, ref EndPoint local)
    {
        lock (_gate)
        {
            if (local is IPEndPoint { Port: 0 } ip)
            {
                for (int attempts = IPEndPoint.MaxPort - FirstEphemeral; attempts >= 0 && local == ip; attempts--)
                {
                    IPEndPoint free = new(ip.Address, _next);
                    _next = _next == IPEndPoint.MaxPort ? FirstEphemeral : _next + 1;
                    local = _bindings.ContainsKey(BindingKey.Create(socket.Kind.Type, free)) ? ip : free;
                }

                if (local == ip)
                {
                    return Errno.Addrinuse;
                }
            }
            else if (local is UnixEndPoint { Bytes.Length: 0 })
            {
                return Errno.Success;
            }

            BindingKey key = BindingKey.Create(socket.Kind.Type, local);
            if (!_bindings.TryGetValue(key, out List<Binding>? bindings))
            {
                _bindings.Add(key, bindings = []);
            }

            foreach (Binding other in bindings)
            {
                if (!(other.Socket.ReusesPort && socket.ReusesPort) && Overlap(other.Local, local))
                {
                    return Errno.Addrinuse;
                }
            }

            bindings.Add(new Binding(socket, local));
            return Errno.Success;
        }
    }

    /// <summary>Removes the binding of a socket.</summary>
    internal void Remove(VirtualSocket socket, EndPoint local)
    {
        lock (_gate)
        {
            BindingKey key = BindingKey.Create(socket.Kind.Type, local);
            if (_bindings.TryGetValue(key, out List<Binding>? bindings))
            {
                bindings.RemoveAll(binding => binding.Socket == socket);
                if (bindings.Count == 0)
                {
                    _bindings.Remove(key);
                }
            }
        }
    }

    /// <summary>Finds the socket that receives data sent to an address. An exact match takes precedence over a wildcard address.</summary>
    /// <returns>The socket, or null if none is bound there. For streams, only a listening socket.</returns>
    internal VirtualSocket? Find(SockType type, EndPoint endPoint)
    {
        lock (_gate)
        {
            VirtualSocket? found = null;
            foreach (Binding binding in _bindings.GetValueOrDefault(BindingKey.Create(type, endPoint)) ?? [])
            {
                if (binding.Socket is VirtualStreamSocket { IsListening: false } || !Covers(binding, endPoint))
                {
                    continue;
                }

                found = binding.Socket;
                if (binding.Local.Equals(endPoint))
                {
                    break;
                }
            }

            return found;
        }
    }

    /// <summary>Finds all datagram sockets that are bound to a port, for multicast and broadcast.</summary>
    internal List<VirtualDatagramSocket> FindAll(int port)
    {
        lock (_gate)
        {
            List<VirtualDatagramSocket> found = [];
            foreach (Binding binding in _bindings.GetValueOrDefault(new BindingKey(SockType.SocketDgram, port, null)) ?? [])
            {
                found.Add((VirtualDatagramSocket)binding.Socket);
            }

            return found;
        }
    }

    private static bool Covers(Binding binding, EndPoint endPoint) =>
        binding.Local.Equals(endPoint)
        || (binding.Local is IPEndPoint local && endPoint is IPEndPoint ip
            && (local.Address.Equals(ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any)
                || (local.Address.Equals(IPAddress.IPv6Any) && binding.Socket.IsDualMode)));

    private static bool Overlap(EndPoint first, EndPoint second) =>
        first.Equals(second)
        || (first is IPEndPoint one && second is IPEndPoint other && one.AddressFamily == other.AddressFamily
            && (IsWildcard(one.Address) || IsWildcard(other.Address)));

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private readonly record struct BindingKey(SockType Type, int Port, string? Name)
    {
        internal static BindingKey Create(SockType type, EndPoint endPoint) =>
            endPoint is IPEndPoint ip ? new BindingKey(type, ip.Port, null) : new BindingKey(type, 0, endPoint.ToString());
    }

    private readonly record struct Binding(VirtualSocket Socket, EndPoint Local);
}
