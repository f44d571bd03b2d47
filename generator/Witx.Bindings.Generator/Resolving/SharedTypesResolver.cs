using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>Resolves the witx files of a class of shared types.</summary>
internal static class SharedTypesResolver
{
    /// <summary>Resolves the embedded files of a class, or those of this project; null if they are missing.</summary>
    public static WitxDocument? Resolve(SharedTypesClass sharedClass, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (sharedClass.EmbeddedFiles.Count > 0)
        {
            ImmutableArray<WitxFile> embedded = [.. sharedClass.EmbeddedFiles.Select(static file => WitxFile.Parse(file.Path, file.Text))];
            return WitxResolver.Resolve([embedded[0]], new WitxFileSet(embedded), Suggestions.None, cancellation);
        }

        return WitxFileLookup.Find(files, sharedClass.Path, build.ProjectDirectory) is { } file
            ? WitxResolver.Resolve([file], files, Suggestions.None, cancellation)
            : null;
    }
}
