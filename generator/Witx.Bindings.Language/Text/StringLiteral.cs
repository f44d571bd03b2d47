using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Witx.Bindings.Language.Text;

/// <summary>Decodes string literals.</summary>
internal static class StringLiteral
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes the text between the quotation marks; null and an error message if it is malformed.</summary>
    public static string? Read(ReadOnlySpan<char> body, out string fault)
    {
        fault = "";
        List<byte>? bytes = null;
        for (int i = 0; i < body.Length; i++)
        {
            char c = body[i];
            if (c < ' ' || c is '\x7F')
            {
                fault = $"Control character U+{(int)c:X4} is not allowed in a string; write '\\{(int)c:x2}'";
                return null;
            }

            if (c is '\\' || char.IsSurrogate(c))
            {
                bytes ??= [.. s_utf8.GetBytes(body[..i].ToString())];
            }

            int length = 1;
            if (c is '\\')
            {
                length = Escape(body[i..], bytes!);
            }
            else if (bytes is not null)
            {
                length = Character(body[i..], bytes);
            }

            if (length is 0)
            {
                fault = c is '\\'
                    ? "Unknown escape; the escapes are \\t \\n \\r \\\" \\' \\\\ \\hh (a byte) and \\u{hex} (a character)"
                    : "An unpaired surrogate is not a character";
                return null;
            }

            i += length - 1;
        }

        return bytes is null ? body.ToString() : Decode(bytes, out fault);
    }

    private static int Character(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        bool isPair = rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]);
        if (!isPair && char.IsSurrogate(rest[0]))
        {
            return 0;
        }

        int length = isPair ? 2 : 1;
        bytes.AddRange(s_utf8.GetBytes(rest[..length].ToString()));
        return length;
    }

    private static int Escape(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        if (rest.Length < 2)
        {
            return 0;
        }

        byte? simple = rest[1] switch
        {
            't' => (byte)'\t',
            'n' => (byte)'\n',
            'r' => (byte)'\r',
            '"' or '\'' or '\\' => (byte)rest[1],
            _ => null,
        };
        if (simple is { } known)
        {
            bytes.Add(known);
            return 2;
        }

        if (rest[1] is 'u')
        {
            return Scalar(rest, bytes);
        }

        if (rest.Length > 2 && TryHex(rest[1..3], out uint value))
        {
            bytes.Add((byte)value);
            return 3;
        }

        return 0;
    }

    private static int Scalar(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        int end = rest.IndexOf('}');
        if (end < 4 || rest[2] is not '{' || !TryHex(rest[3..end], out uint value) || value > 0x10FFFF || value is >= 0xD800 and <= 0xDFFF)
        {
            return 0;
        }

        bytes.AddRange(s_utf8.GetBytes(char.ConvertFromUtf32((int)value)));
        return end + 1;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out uint value) =>
        uint.TryParse(digits.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static string? Decode(List<byte> bytes, out string fault)
    {
        fault = "";
        try
        {
            return s_utf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            fault = "The bytes of this string are not valid UTF-8";
            return null;
        }
    }
}
