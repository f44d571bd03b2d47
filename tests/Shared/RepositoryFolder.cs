using System.IO;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Testing;

/// <summary>The source folder of this repository.</summary>
internal static class RepositoryFolder
{
    /// <summary>Gets the absolute path of a file or folder of the repository.</summary>
    public static string GetPath(params string[] parts) => Path.Combine([GetRoot(), .. parts]);

    private static string GetRoot([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
