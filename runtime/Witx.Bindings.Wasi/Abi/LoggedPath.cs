using System;
using System.Text;

namespace Witx.Bindings.Wasi;

/// <summary>A path as logs have it: what a guest names a file must not look like lines of the log.</summary>
internal static class LoggedPath
{
    internal static string From(ReadOnlySpan<byte> path)
    {
        string text = Encoding.UTF8.GetString(path);
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.Contains('\x7f', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder escaped = new();
        foreach (char character in text)
        {
            _ = char.IsControl(character) ? escaped.Append(null, $"\\x{(int)character:x2}") : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
