using System;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Finds the file that an attribute names.</summary>
internal static class Documents
{
    /// <summary>The file of a path relative to the project, or of a path whose end it is.</summary>
    public static WitxFile? Find(WitxFileSet files, string path, string projectDirectory)
    {
        string suffix = "/" + path.Replace('\\', '/').TrimStart('/');
        return files.Find(projectDirectory.TrimEnd('/', '\\') + suffix)
            ?? files.Find(path)
            ?? files.Files
                .Where(file => ("/" + file.Path.Replace('\\', '/')).EndsWith(suffix, StringComparison.Ordinal))
                .OrderBy(static file => file.Path.Length)
                .ThenBy(static file => file.Path, StringComparer.Ordinal)
                .FirstOrDefault();
    }
}
