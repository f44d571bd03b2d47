using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>The witx interfaces that are embedded in the command: those of WASI and WASIX.</summary>
internal static class BundledInterfaces
{
    private const string Folder = "witx/";

    // The order is that of precedence between functions with the same name and type: the most common interfaces come first.
    private static readonly string[] s_names =
        ["wasi_snapshot_preview1", "wasi_unstable", "wasix_v1", "wasix_ext", "wasix_early", "wasi_threads"];

    /// <summary>Parses and resolves all embedded interfaces.</summary>
    public static IEnumerable<WitxDocument> Load() => s_names.Select(Load);

    private static WitxDocument Load(string name)
    {
        string root = $"{Folder}{name}.witx";
        WitxFileSet files = WitxFileSet.Load([root], Read);
        return WitxResolver.Resolve(files.Find(root)!, files);
    }

    private static string? Read(string path)
    {
        // Resource names contain the path separators of the system that built the assembly.
        Assembly assembly = Assembly.GetExecutingAssembly();
        using Stream? resource = assembly.GetManifestResourceStream(path)
            ?? assembly.GetManifestResourceStream(Folder + path[Folder.Length..].Replace('/', '\\'));
        if (resource is null)
        {
            return null;
        }

        using StreamReader reader = new(resource);
        return reader.ReadToEnd();
    }
}
