using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>An annotated class and the witx files that its attributes name, resolved together.</summary>
/// <param name="Class">The class.</param>
/// <param name="Files">All witx files of the project.</param>
/// <param name="Build">The options of the build.</param>
/// <param name="Roots">The files that the attributes name; null for each that is not found.</param>
/// <param name="Document">The document that these files declare together.</param>
/// <param name="Modules">The modules that the attributes name.</param>
/// <param name="Cancellation">Cancels the work.</param>
internal sealed record ResolvedClass(
    AnnotatedClass Class,
    WitxFileSet Files,
    BuildOptions Build,
    ImmutableArray<WitxFile?> Roots,
    WitxDocument Document,
    ImmutableArray<OfferedModule> Modules,
    CancellationToken Cancellation)
{
    /// <summary>True if every file that an attribute names is found.</summary>
    public bool HasAllFiles => Roots.All(static root => root is not null);

    /// <summary>True if a file is missing or has errors, so that a name may be missing only because of them.</summary>
    public bool HasErrors => !HasAllFiles || HasFileErrors(Document);

    /// <summary>The names of the files, as a message quotes them.</summary>
    public string FileNames => string.Join("' and '", Roots.OfType<WitxFile>().Distinct().Select(WitxFileLookup.GetFileName));

    /// <summary>
    /// True if the class can be bound: generated code supports the C# version, and the base class and the class of shared types have no
    /// errors. Errors of those classes are reported for them; without their types and methods, messages for this class would be wrong.
    /// </summary>
    public bool CanBind => Class.Declaration.CanBeExtended && HasSoundDependencies(Class);

    public static ResolvedClass Create(
        AnnotatedClass annotated, WitxFileSet files, BuildOptions build, Suggestions suggestions, CancellationToken cancellation)
    {
        ImmutableArray<WitxFile?> roots = FindRoots(annotated.Roots, files, build);
        WitxDocument document = WitxResolver.Resolve([.. roots.OfType<WitxFile>().Distinct()], files, suggestions, cancellation);
        return new ResolvedClass(
            annotated,
            files,
            build,
            roots,
            document,
            [
                .. annotated.Modules.Select((options, i) => new OfferedModule(
                    i,
                    options,
                    roots[i],
                    roots[i] is { } root ? WitxFileLookup.FindModules(document, root, options.Name).FirstOrDefault() : null)),
            ],
            cancellation);
    }

    private bool HasSoundDependencies(AnnotatedClass annotated) =>
        Build.OldLanguageVersion.Length == 0
        && (annotated.SharedTypes is not { EmbeddedFiles.Count: 0 } types || (types.IsCompleted && !HaveErrors([types.Path])))
        && (annotated.Base is not { Declaration.IsInThisProject: true } @base
            || (@base.Obstacles.Count == 0 && HasSoundDependencies(@base) && !HaveErrors(@base.Roots)));

    private bool HaveErrors(IEnumerable<string> paths)
    {
        ImmutableArray<WitxFile?> roots = FindRoots(paths, Files, Build);
        return roots.Any(static root => root is null)
            || HasFileErrors(WitxResolver.Resolve([.. roots.OfType<WitxFile>().Distinct()], Files, Suggestions.None, Cancellation));
    }

    private static ImmutableArray<WitxFile?> FindRoots(IEnumerable<string> paths, WitxFileSet files, BuildOptions build) =>
        [.. paths.Select(path => WitxFileLookup.Find(files, path, build.ProjectDirectory))];

    private static bool HasFileErrors(WitxDocument document) =>
        !document.Errors.IsEmpty || document.Files.Any(static file => !file.Errors.IsEmpty);
}

/// <summary>A module that an attribute names.</summary>
/// <param name="Index">The index of the attribute.</param>
/// <param name="Options">The arguments of the attribute.</param>
/// <param name="File">The file; null if it is not found.</param>
/// <param name="Module">The module; null if it is not found.</param>
internal sealed record OfferedModule(int Index, ModuleOptions Options, WitxFile? File, WitxModule? Module)
{
    /// <summary>Gets the anchor of an argument of the attribute; of the path if the argument has no name.</summary>
    public DiagnosticAnchor GetAnchor(string argument = "", string part = "") => new(DiagnosticAnchorKind.Module, Index, argument, part);
}
