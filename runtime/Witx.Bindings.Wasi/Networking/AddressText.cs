using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Parses IP addresses in their standard notation only, such as <c>192.0.2.1</c> and <c>2001:db8::1</c>.</summary>
internal static class AddressText
{
    private static readonly SearchValues<char> s_characters = SearchValues.Create(".0123456789:ABCDEFabcdef");

    /// <summary>
    /// Parses an IPv4 address of four decimal numbers without leading zeros, or an IPv6 address without brackets, scope and port.
    /// </summary>
    /// <remarks>
    /// Scopes are rejected because <see cref="IPAddress.TryParse(string, out IPAddress)"/> ignores the text of an unknown scope.
    /// </remarks>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (text.AsSpan().ContainsAnyExcept(s_characters) || !IPAddress.TryParse(text, out address))
        {
            address = null;
            return false;
        }

        // IPAddress.TryParse also accepts 127.1, 017.0.0.1 and 2130706433. Only the standard notation survives a round trip.
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && address.ToString() != text)
        {
            address = null;
            return false;
        }

        return true;
    }
}
