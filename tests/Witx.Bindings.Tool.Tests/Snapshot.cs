using System.IO;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Tool.Tests;

/// <summary>Compares a text with the approved file <c>.verified</c>. If it differs, it is written to a file <c>.received</c>.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text, [CallerFilePath] string test = "")
    {
        (string stem, string extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        string folder = Path.GetDirectoryName(test)!;
        string verified = Path.Combine(folder, $"{stem}.verified{extension}");
        string received = Path.Combine(folder, $"{stem}.received{extension}");
        ApprovedFile.AssertEqual(verified, received, text);
    }
}
