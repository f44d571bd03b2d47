using System;

namespace Witx.Bindings.Tool;

/// <summary>A host directory that a guest can access: <c>HOST[::GUEST][:ro]</c> on the command line.</summary>
/// <param name="Host">The path of the directory on the host.</param>
/// <param name="Guest">The path of the directory in the guest.</param>
/// <param name="IsReadOnly">True if the guest cannot change the directory.</param>
internal sealed record DirectorySpec(string Host, string Guest, bool IsReadOnly)
{
    private const string Separator = "::";
    private const string ReadOnly = ":ro";

    /// <summary>Parses a directory. A single colon is not a separator, because <c>C:\data</c> is a path.</summary>
    /// <exception cref="FormatException">The host path or the guest path is empty.</exception>
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
            : throw new FormatException($"Directory '{text}' is invalid; write HOST, HOST::GUEST or HOST::GUEST:ro.");
    }
}
