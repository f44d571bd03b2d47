using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The network port and name resolution: <c>port_*</c>, <c>resolve</c>.</content>
internal partial class Wasix
{
    private NetworkPort Port => Caller.Process.Network.Port;

    public partial Errno PortBridge(GuestString network, GuestString token, StreamSecurity security)
    {
        Errno error = Copy(network, Caller.Path, out ReadOnlySpan<byte> name);
        error = Copy(token, Caller.NewPath, out ReadOnlySpan<byte> proof) is var other && error == Errno.Success ? other : error;
        return error == Errno.Success
            ? Process.ProcessNetwork.Join(new WasiBridgeRequest(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(proof), security))
            : error;
    }

    public partial Errno PortUnbridge() => Process.ProcessNetwork.Leave();

    public partial Errno PortDhcpAcquire() => Port.AcquireAddresses();

    public partial Errno PortAddrAdd(GuestRef<AddrCidr> addr)
    {
        Errno error = SocketAddresses.Read(addr.Read(), out NetworkAddress address);
        return error == Errno.Success ? Port.Add(address) : error;
    }

    public partial Errno PortAddrRemove(GuestRef<Addr> addr)
    {
        Errno error = SocketAddresses.Read(addr.Read(), out IPAddress address);
        return error == Errno.Success ? Port.RemoveAddress(address) : error;
    }

    public partial Errno PortAddrClear() => Port.ClearAddresses();

    public partial Result<HardwareAddress, Errno> PortMac()
    {
        Errno error = Port.GetHardwareAddress(out PhysicalAddress address);
        return error == Errno.Success ? SocketAddresses.Write(address) : error;
    }

    public partial Errno PortAddrList(GuestRef<AddrCidr> addrs, GuestRef<ulong> naddrs)
    {
        Errno error = Port.ListAddresses(out IReadOnlyList<NetworkAddress> addresses);
        if (error != Errno.Success)
        {
            return error;
        }

        ulong capacity = naddrs.Read();
        naddrs.Write((ulong)addresses.Count);
        if ((ulong)addresses.Count > capacity)
        {
            return Errno.Overflow;
        }

        GuestList<AddrCidr> list = addrs.AsList((uint)addresses.Count);
        for (int i = 0; i < addresses.Count; i++)
        {
            list[i] = SocketAddresses.Write(addresses[i]);
        }

        return Errno.Success;
    }

    public partial Errno PortGatewaySet(GuestRef<Addr> addr)
    {
        Errno error = SocketAddresses.Read(addr.Read(), out IPAddress router);
        return error == Errno.Success ? Port.SetGateway(router) : error;
    }

    public partial Errno PortRouteAdd(
        GuestRef<AddrCidr> cidr, GuestRef<Addr> viaRouter, GuestRef<OptionTimestamp> preferredUntil, GuestRef<OptionTimestamp> expiresAt)
    {
        Errno error = SocketAddresses.Read(cidr.Read(), out NetworkAddress network);
        error = SocketAddresses.Read(viaRouter.Read(), out IPAddress router) is var other && error == Errno.Success ? other : error;
        ulong? preferred = preferredUntil.Read().TryGetSome(out ulong time) ? time : null;
        ulong? expires = expiresAt.Read().TryGetSome(out time) ? time : null;
        return error == Errno.Success ? Port.Add(new NetworkRoute(network, router, preferred, expires)) : error;
    }

    public partial Errno PortRouteRemove(GuestRef<Addr> cidr)
    {
        Errno error = SocketAddresses.Read(cidr.Read(), out IPAddress network);
        return error == Errno.Success ? Port.RemoveRoute(network) : error;
    }

    public partial Errno PortRouteClear() => Port.ClearRoutes();

    public partial Errno PortRouteList(GuestRef<Route> routes, GuestRef<ulong> nroutes)
    {
        Errno error = Port.ListRoutes(out IReadOnlyList<NetworkRoute> current);
        if (error != Errno.Success)
        {
            return error;
        }

        ulong capacity = nroutes.Read();
        nroutes.Write((ulong)current.Count);
        if ((ulong)current.Count > capacity)
        {
            return Errno.Overflow;
        }

        GuestList<Route> list = routes.AsList((uint)current.Count);
        for (int i = 0; i < current.Count; i++)
        {
            NetworkRoute route = current[i];
            list[i] = new Route(
                SocketAddresses.Write(route.Network),
                SocketAddresses.Write(route.Router),
                Write(route.PreferredUntil),
                Write(route.ExpiresAt));
        }

        return Errno.Success;
    }

    public partial Result<ulong, Errno> Resolve(GuestString host, ushort port, GuestRef<AddrIp> addrs, ulong naddrs)
    {
        Errno error = Copy(host, Caller.Path, out ReadOnlySpan<byte> name);
        if (error != Errno.Success)
        {
            return error;
        }

        error = Caller.Process.Network.Resolve(Encoding.UTF8.GetString(name), Caller.Waiter, out IPAddress[] addresses);
        if (error != Errno.Success)
        {
            return error;
        }

        ulong count = Math.Min(naddrs, (ulong)addresses.Length);
        GuestList<AddrIp> list = addrs.AsList(count);
        for (int i = 0; i < list.Count; i++)
        {
            list[i] = SocketAddresses.WriteBare(addresses[i]);
        }

        return count;
    }

    private static OptionTimestamp Write(ulong? time) => time is ulong some ? OptionTimestamp.Some(some) : OptionTimestamp.None(0);
}
