using System;

namespace Witx.Bindings.Tool;

/// <summary>A directory of the host's that a guest is given: <c>HOST[::GUEST][:ro]</c>.</summary>
/// <param name="Host">The directory.</param>
/// <param name="Guest">The guest's path of it.</param>
/// <param name="IsReadOnly">Whether the guest may change nothing in it.</param>
internal sealed record DirectorySpec(string Host, string Guest, bool IsReadOnly)
{
    private const string Separator = "::";
    private const string ReadOnly = ":ro";

    /// <summary>Reads a directory as it stands on a command line. A single colon separates nothing: <c>C:\data</c> is a path.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DirectorySpec Parse(string text)
    {
        bool isReadOnly = text.EndsWith(ReadOnly, StringComparison.Ordinal) && !text.EndsWith($":{ReadOnly}", StringComparison.Ordinal);
        string paths = isReadOnly ? text[..^ReadOnly.Length] : text;
        int separator = paths.LastIndexOf(Separator, StringComparison.Ordinal);
        (string host, string guest) = separator < 0
            ? (paths, paths.Replace('\\', '/'))
            : (paths[..separator], paths[(separator + Separator.Length)..]);
        return host.Length > 0 && guest.Length > 0
            ? new DirectorySpec(host, guest, isReadOnly)
            : throw new FormatException($"'{text}' is no directory; write HOST, HOST::GUEST or HOST::GUEST:ro.");
    }
}
