using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>Who has which address of a network within the process.</summary>
internal sealed class BoundAddresses
{
    // The ports that systems give to those who ask for any.
    private const int FirstEphemeral = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<Place, List<Binding>> _places = [];
    private int _next = FirstEphemeral;

    /// <summary>Told when an address is taken.</summary>
    internal WaitQueue Changed { get; } = new();

    /// <summary>Gives a socket an address; if it asks for any port, one that is free.</summary>
    internal Errno Add(VirtualSocket socket, ref EndPoint local)
    {
        lock (_gate)
        {
            if (local is IPEndPoint { Port: 0 } ip)
            {
                for (int tries = IPEndPoint.MaxPort - FirstEphemeral; tries >= 0 && local == ip; tries--)
                {
                    IPEndPoint free = new(ip.Address, _next);
                    _next = _next == IPEndPoint.MaxPort ? FirstEphemeral : _next + 1;
                    local = _places.ContainsKey(Place.Of(socket.Kind.Type, free)) ? ip : free;
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

            Place place = Place.Of(socket.Kind.Type, local);
            if (!_places.TryGetValue(place, out List<Binding>? bindings))
            {
                _places.Add(place, bindings = []);
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

    internal void Remove(VirtualSocket socket, EndPoint local)
    {
        lock (_gate)
        {
            Place place = Place.Of(socket.Kind.Type, local);
            if (_places.TryGetValue(place, out List<Binding>? bindings))
            {
                bindings.RemoveAll(binding => binding.Socket == socket);
                if (bindings.Count == 0)
                {
                    _places.Remove(place);
                }
            }
        }
    }

    /// <summary>Finds who is reached at an address: the one that has just that, or else all of them. Of streams, one that listens.</summary>
    internal VirtualSocket? Find(SockType type, EndPoint endPoint)
    {
        lock (_gate)
        {
            VirtualSocket? found = null;
            foreach (Binding binding in _places.GetValueOrDefault(Place.Of(type, endPoint)) ?? [])
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

    /// <summary>Finds all that receive at a port.</summary>
    internal List<VirtualDatagramSocket> FindAll(int port)
    {
        lock (_gate)
        {
            List<VirtualDatagramSocket> found = [];
            foreach (Binding binding in _places.GetValueOrDefault(new Place(SockType.SocketDgram, port, null)) ?? [])
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
            && (IsEvery(one.Address) || IsEvery(other.Address)));

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private readonly record struct Place(SockType Type, int Port, string? Name)
    {
        internal static Place Of(SockType type, EndPoint endPoint) =>
            endPoint is IPEndPoint ip ? new Place(type, ip.Port, null) : new Place(type, 0, endPoint.ToString());
    }

    private readonly record struct Binding(VirtualSocket Socket, EndPoint Local);
}
