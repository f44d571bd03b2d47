using System;
using System.Buffers;
using System.Linq;

namespace Witx.Bindings.Wasi.Platform.Windows;

/// <summary>Checks names on Windows, where many names do not refer to a file of that name.</summary>
internal static class WindowsName
{
    private static readonly SearchValues<char> s_specials =
        SearchValues.Create([.. "\\/:*?\"<>|", .. Enumerable.Range(0, ' ').Select(static control => (char)control)]);

    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM", "LPT"];

    /// <summary>
    /// True if a name refers only to a file of that name: no device (<c>NUL</c>, <c>com1.txt</c>, <c>LPT²</c>), no stream (<c>a:b</c>), no
    /// separator or wildcard, no trailing dot or space (which Windows drops, so that two names would be one file), no short alias of
    /// another name (<c>PROGRA~1</c>).
    /// </summary>
    internal static bool IsPlain(ReadOnlySpan<char> name) =>
        !name.IsEmpty
        && name[^1] is not ('.' or ' ')
        && !name.ContainsAny(s_specials)
        && !IsDevice(name)
        && !IsShortAlias(name);

    private static bool IsDevice(ReadOnlySpan<char> name)
    {
        // Windows compares the part before the first dot, without trailing spaces.
        int dot = name.IndexOf('.');
        ReadOnlySpan<char> stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        ReadOnlySpan<char> port = stem.Length == 4 && IsPortNumber(stem[3]) ? stem[..3] : default;
        foreach (string device in s_devices)
        {
            bool numbered = device is "COM" or "LPT";
            if ((numbered ? port : stem).Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPortNumber(char digit) => digit is (>= '0' and <= '9') or '¹' or '²' or '³';

    private static bool IsShortAlias(ReadOnlySpan<char> name)
    {
        int dot = name.IndexOf('.');
        ReadOnlySpan<char> stem = dot < 0 ? name : name[..dot];
        int tilde = stem.LastIndexOf('~');
        return stem.Length <= 8
            && name.Length - stem.Length <= 4
            && tilde > 0
            && tilde < stem.Length - 1
            && !stem[(tilde + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
