using System;

namespace Witx.Bindings.Tool;

/// <summary>A host directory that a guest can access: <c>HOST[::GUEST][:ro][:exec]</c> on the command line.</summary>
/// <param name="Host">The path of the directory on the host.</param>
/// <param name="Guest">The path of the directory in the guest.</param>
/// <param name="IsReadOnly">True if the guest cannot change the directory.</param>
/// <param name="AllowsExecution">True if the guest can execute programs in the directory.</param>
internal sealed record DirectorySpec(string Host, string Guest, bool IsReadOnly, bool AllowsExecution)
{
    private const string Separator = "::";
    private const string ReadOnly = ":ro";
    private const string Execution = ":exec";

    /// <summary>Parses a directory. A single colon is not a separator, because <c>C:\data</c> is a path.</summary>
    /// <exception cref="FormatException">The host path or the guest path is empty.</exception>
    public static DirectorySpec Parse(string text)
    {
        string paths = text;
        bool isReadOnly = TryTakeEnd(ref paths, ReadOnly);
        bool allowsExecution = TryTakeEnd(ref paths, Execution);
        isReadOnly |= TryTakeEnd(ref paths, ReadOnly);
        int separator = paths.LastIndexOf(Separator, StringComparison.Ordinal);
        (string host, string guest) = separator < 0
            ? (paths, paths.Replace('\\', '/'))
            : (paths[..separator], paths[(separator + Separator.Length)..]);
        return host.Length > 0 && guest.Length > 0
            ? new DirectorySpec(host, guest, isReadOnly, allowsExecution)
            : throw new FormatException($"Directory '{text}' is invalid; write HOST, HOST::GUEST or HOST::GUEST:ro.");
    }

    private static bool TryTakeEnd(ref string text, string end)
    {
        bool ends = text.EndsWith(end, StringComparison.Ordinal) && !text.EndsWith($":{end}", StringComparison.Ordinal);
        text = ends ? text[..^end.Length] : text;
        return ends;
    }
}
