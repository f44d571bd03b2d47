using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Addresses in text form, in their usual notation only: <c>192.0.2.1</c>, <c>2001:db8::1</c>.</summary>
internal static class AddressText
{
    private static readonly SearchValues<char> s_characters = SearchValues.Create(".0123456789:ABCDEFabcdef");

    /// <summary>
    /// Parses an address. Four decimal numbers without leading zeros are an IPv4 address. An IPv6 address has no brackets, scope or port, because
    /// <see cref="IPAddress.TryParse(string, out IPAddress)"/> ignores the text of an unknown scope.
    /// </summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (text.AsSpan().ContainsAnyExcept(s_characters) || !IPAddress.TryParse(text, out address))
        {
            address = null;
            return false;
        }

        // The parser also reads 127.1, 017.0.0.1 and 2130706433; only the usual notation is what it writes.
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && address.ToString() != text)
        {
            address = null;
            return false;
        }

        return true;
    }
}
