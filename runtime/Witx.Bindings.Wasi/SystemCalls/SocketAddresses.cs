using System;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>Conversion between the socket addresses of WASIX and of .NET. Ports have host byte order in both.</summary>
internal static class SocketAddresses
{
    /// <summary>Converts an address. Returns the previous object if it has the same address, to avoid an allocation.</summary>
    /// <returns><c>Errno.Afnosupport</c> if the guest passed no address.</returns>
    internal static Errno Read(in AddrPort address, EndPoint? before, out EndPoint endPoint)
    {
        if (before is not null && IsSame(before, address))
        {
            endPoint = before;
            return Errno.Success;
        }

        return Read(address, out endPoint);
    }

    /// <summary>Converts an address with a port, or the name of a Unix socket.</summary>
    /// <returns><c>Errno.Afnosupport</c> if the guest passed no address.</returns>
    internal static Errno Read(in AddrPort address, out EndPoint endPoint)
    {
        endPoint = address.TryGetInet4(out AddrIp4Port ip4) ? new IPEndPoint(ToAddress(ip4.Addr), ip4.Port)
            : address.TryGetInet6(out AddrIp6Port ip6) ? new IPEndPoint(ToAddress(ip6.Addr), ip6.Port)
            : address.TryGetUnix(out AddrUnix unix) ? new UnixEndPoint(AsBytes(unix).TrimEnd((byte)0).ToArray())
            : UnixEndPoint.None;
        return address.Tag == AddressFamily.Unspec ? Errno.Afnosupport : Errno.Success;
    }

    /// <summary>Converts an IP address.</summary>
    /// <returns><c>Errno.Afnosupport</c> if the guest passed another kind of address.</returns>
    internal static Errno Read(in Addr address, out IPAddress ip)
    {
        bool found = address.TryGetInet4(out AddrIp4 ip4) | address.TryGetInet6(out AddrIp6 ip6);
        ip = address.Tag == AddressFamily.Inet6 ? ToAddress(ip6) : ToAddress(ip4);
        return found ? Errno.Success : Errno.Afnosupport;
    }

    /// <summary>Converts an IP address with a prefix length.</summary>
    /// <returns><c>Errno.Afnosupport</c> if the guest passed another kind of address.</returns>
    internal static Errno Read(in AddrCidr cidr, out NetworkAddress address)
    {
        bool found = cidr.TryGetInet4(out AddrIp4Cidr ip4) | cidr.TryGetInet6(out AddrIp6Cidr ip6);
        address = cidr.Tag == AddressFamily.Inet6
            ? new NetworkAddress(ToAddress(ip6.Addr), ip6.Prefix)
            : new NetworkAddress(ToAddress(ip4.Addr), ip4.Prefix);
        return found ? Errno.Success : Errno.Afnosupport;
    }

    internal static IPAddress ToAddress(AddrIp4 address) => new(AsBytes(address));

    internal static IPAddress ToAddress(AddrIp6 address) =>
        new(AsBytes(address)[..16], GetScope(address));

    private static uint GetScope(in AddrIp6 address) => ((uint)address.ScopeId1 << 16) | address.ScopeId0;

    internal static AddrPort Write(EndPoint? endPoint)
    {
        switch (endPoint)
        {
            case IPEndPoint { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } ip:
                return AddrPort.Inet4(new AddrIp4Port((ushort)ip.Port, ToIp4(ip.Address)));
            case IPEndPoint ip:
                return AddrPort.Inet6(new AddrIp6Port((ushort)ip.Port, ToIp6(ip.Address)));
            case UnixEndPoint name:
                Span<byte> bytes = stackalloc byte[UnixEndPoint.MaxLength];
                bytes.Clear();
                name.Bytes.CopyTo(bytes);
                return AddrPort.Unix(MemoryMarshal.Read<AddrUnix>(bytes));
            default:
                return AddrPort.Unspec(default);
        }
    }

    internal static Addr Write(IPAddress address) => IsV4(address) ? Addr.Inet4(ToIp4(address)) : Addr.Inet6(ToIp6(address));

    internal static AddrIp WriteBare(IPAddress address) =>
        IsV4(address) ? AddrIp.Inet4(ToIp4(address)) : AddrIp.Inet6(MemoryMarshal.Read<AddrIp6Bare>(address.GetAddressBytes()));

    internal static AddrCidr Write(NetworkAddress address) =>
        IsV4(address.Address)
            ? AddrCidr.Inet4(new AddrIp4Cidr(ToIp4(address.Address), address.Prefix))
            : AddrCidr.Inet6(new AddrIp6Cidr(ToIp6(address.Address), address.Prefix));

    internal static HardwareAddress Write(PhysicalAddress address) => MemoryMarshal.Read<HardwareAddress>(address.GetAddressBytes());

    private static bool IsV4(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

    private static bool IsSame(EndPoint endPoint, in AddrPort address)
    {
        if (endPoint is not IPEndPoint ip)
        {
            return address.TryGetUnix(out AddrUnix unix) && AsBytes(unix).TrimEnd((byte)0).SequenceEqual(((UnixEndPoint)endPoint).Bytes);
        }

        Span<byte> buffer = stackalloc byte[16];
        ReadOnlySpan<byte> bytes = ip.Address.TryWriteBytes(buffer, out int length) ? buffer[..length] : default;
        return address.TryGetInet4(out AddrIp4Port ip4)
            ? ip4.Port == ip.Port && bytes.SequenceEqual(AsBytes(ip4.Addr))
            : address.TryGetInet6(out AddrIp6Port ip6)
                && ip6.Port == ip.Port
                && bytes.SequenceEqual(AsBytes(ip6.Addr)[..16])
                && ip.Address.ScopeId == GetScope(ip6.Addr);
    }

    private static AddrIp4 ToIp4(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        _ = address.TryWriteBytes(bytes, out _);
        return MemoryMarshal.Read<AddrIp4>(bytes);
    }

    private static AddrIp6 ToIp6(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[24];
        bytes.Clear();
        _ = address.TryWriteBytes(bytes, out _);
        AddrIp6 written = MemoryMarshal.Read<AddrIp6>(bytes);
        return written with { ScopeId1 = (ushort)(address.ScopeId >> 16), ScopeId0 = (ushort)address.ScopeId };
    }

    private static ReadOnlySpan<byte> AsBytes<T>(in T value)
        where T : struct => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
}
