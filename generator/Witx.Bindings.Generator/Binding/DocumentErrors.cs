using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// What is wrong with the witx files that a class names. The generator itself says it: where a function is left out, the user's method
/// has no declaration, and the compiler stops at that before it asks any analyzer.
/// </summary>
internal static class DocumentErrors
{
    public static EquatableArray<WitxError> Of(WitxTarget target, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        IEnumerable<string> paths = target.Types is { } types ? [types] : target.Modules.Select(static module => module.Path);
        ImmutableArray<WitxFile> roots =
            [.. paths.Select(path => Documents.Find(files, path, build.ProjectDirectory)).OfType<WitxFile>().Distinct()];
        if (roots.IsEmpty)
        {
            return [];
        }

        WitxDocument document = WitxResolver.Resolve(roots, files, cancellation);
        return [.. document.Files.SelectMany(static file => file.Errors).Concat(document.Errors)];
    }
}
