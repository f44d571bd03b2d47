using System;
using System.Globalization;
using System.Linq;
using System.Net;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>A place that a guest can reach, or listen on: <c>HOST[:PORT[,PORT]…]</c> on the command line.</summary>
/// <param name="Host">A name, an address or a range of addresses. An IPv6 address is in brackets on the command line.</param>
/// <param name="Ports">The ports; empty for all.</param>
internal sealed record NetworkSpec(string Host, int[] Ports)
{
    /// <summary>Parses a place.</summary>
    /// <exception cref="FormatException">The host is empty, or a port is not a number from 0 to 65,535.</exception>
    public static NetworkSpec Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPorts = colon > text.LastIndexOf(']');
        string host = (hasPorts ? text[..colon] : text).Trim('[', ']');
        string[] ports = hasPorts ? text[(colon + 1)..].Split(',') : [];
        return host.Length > 0 && ports.All(static port => TryParsePort(port, out _))
            ? new NetworkSpec(host, [.. ports.Select(static port => TryParsePort(port, out ushort number) ? number : 0)])
            : throw new FormatException($"Network rule '{text}' is invalid; write HOST, HOST:PORT or [IPV6]:PORT.");
    }

    /// <summary>Formats an address as a place. Port 0 stands for all ports, because the system chooses one.</summary>
    public static string Format(IPEndPoint address)
    {
        IPAddress host = address.Address.IsIPv4MappedToIPv6 ? address.Address.MapToIPv4() : address.Address;
        string text = new IPEndPoint(host, address.Port).ToString();
        return address.Port is 0 ? text[..text.LastIndexOf(':')] : text;
    }

    /// <summary>Creates a rule.</summary>
    /// <param name="isInbound">True to listen on the address, false to connect to the host.</param>
    /// <exception cref="UsageException">The host is neither a name nor an address.</exception>
    public WasiNetworkRule ToRule(bool isInbound)
    {
        try
        {
            return isInbound ? WasiNetworkRule.Inbound(Host, Ports) : WasiNetworkRule.Outbound(Host, Ports);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"Network rule '{Host}' is invalid: {e.Message}", e) { ExitCode = ExitCode.HostFailure };
        }
    }

    private static bool TryParsePort(string text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
}
