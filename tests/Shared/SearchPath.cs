using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Witx.Bindings.Testing;

/// <summary>The folders in which the system looks for programs.</summary>
internal static class SearchPath
{
    private static readonly string[] s_folders =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Lists the files of a name in the order in which the system looks for them.</summary>
    public static IEnumerable<string> FindAll(string name) => s_folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists);

    /// <summary>Finds the first file of a name; null if there is none.</summary>
    public static string? Find(string name) => FindAll(name).FirstOrDefault();
}
