using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>An annotated class and all that the checks ask about it.</summary>
/// <param name="Target">The class.</param>
/// <param name="Files">The witx files of the project.</param>
/// <param name="Build">What the build says about itself.</param>
/// <param name="Roots">The files that the attributes name, null for each that is not there.</param>
/// <param name="Document">What these mean together.</param>
/// <param name="Modules">The modules that the class offers.</param>
/// <param name="Model">What is written for the class; null where nothing can be.</param>
/// <param name="Suggestions">What finds the names that were probably meant.</param>
/// <param name="Cancellation">Gives up when it is no longer wanted.</param>
internal sealed record HostAnalysis(
    WitxTarget Target,
    WitxFileSet Files,
    BuildOptions Build,
    ImmutableArray<WitxFile?> Roots,
    WitxDocument Document,
    ImmutableArray<OfferedModule> Modules,
    HostModel? Model,
    Suggestions Suggestions,
    CancellationToken Cancellation)
{
    /// <summary>The members that the user wrote, by name.</summary>
    public ILookup<string, WrittenMember> Written { get; } = Target.Written.ToLookup(static member => member.Name);

    /// <summary>The simple name of the class.</summary>
    public string Name => Target.Class.Name;

    /// <summary>Whether every file is there that an attribute names.</summary>
    public bool IsComplete => Roots.All(static root => root is not null);

    /// <summary>Whether the files say all that they were meant to say. Where they do not, what seems missing may be there.</summary>
    public bool IsSound => IsComplete && Document.Errors.IsEmpty && Document.Files.All(static file => file.Errors.IsEmpty);

    /// <summary>The names of the files, as a message gives them.</summary>
    public string Sources => string.Join("' and '", Roots.OfType<WitxFile>().Distinct().Select(WitxFileLookup.NameOf));

    /// <summary>What there is to report, the errors of the files apart.</summary>
    public ImmutableArray<DiagnosticInfo> Findings { get; private init; } = [];

    /// <summary>Whether something is wrong, with the class, its attributes or the files that it names.</summary>
    public bool HasErrors =>
        Model is null
        || !Document.Errors.IsEmpty
        || Document.Files.Any(static file => !file.Errors.IsEmpty)
        || Findings.Any(static finding => finding.IsError);

    public static HostAnalysis Create(
        WitxTarget target, WitxFileSet files, BuildOptions build, Suggestions suggestions, CancellationToken cancellation)
    {
        ImmutableArray<WitxFile?> roots =
        [
            .. target.Roots.Select(path => WitxFileLookup.Find(files, path, build.ProjectDirectory)),
        ];
        WitxDocument document = WitxResolver.Resolve([.. roots.OfType<WitxFile>().Distinct()], files, suggestions, cancellation);
        HostAnalysis type = new(
            target,
            files,
            build,
            roots,
            document,
            [
                .. target.Modules.Select((options, i) => new OfferedModule(
                    i, options, roots[i], roots[i] is { } root ? WitxFileLookup.Modules(document, root, options.Name).FirstOrDefault() : null)),
            ],
            CanBind(target, files, build, cancellation) ? HostBinder.Bind(target, document, files, build, cancellation) : null,
            suggestions,
            cancellation);
        return type with { Findings = Check(type) };
    }

    /// <summary>The name that was probably meant.</summary>
    public Suggestion Propose(string name, IEnumerable<string> known) => Suggestion.Find(name, known, Suggestions);

    /// <summary>
    /// Whether the classes that a class builds on are sound. Where they are not, theirs is the mistake: without their types and methods
    /// nothing could be said of this class that is true.
    /// </summary>
    private static bool CanBind(WitxTarget target, WitxFileSet files, BuildOptions build, CancellationToken cancellation) =>
        build.OldLanguage.Length == 0
        && (target.Home is not { Carried.Count: 0 } home || (home.IsCompleted && AreSound([home.Path], files, build, cancellation)))
        && (target.Base is not { Class.IsHere: true } @base
            || (@base.Obstacles.Count == 0 && CanBind(@base, files, build, cancellation) && AreSound(@base.Roots, files, build, cancellation)));

    private static bool AreSound(IEnumerable<string> paths, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        WitxFile?[] roots = [.. paths.Select(path => WitxFileLookup.Find(files, path, build.ProjectDirectory))];
        return roots.All(static root => root is not null)
            && WitxResolver.Resolve([.. roots.OfType<WitxFile>().Distinct()], files, Suggestions.None, cancellation) is var document
            && document.Errors.IsEmpty
            && document.Files.All(static file => file.Errors.IsEmpty);
    }

    /// <summary>Of a class that cannot be completed there is no more to say than that.</summary>
    private static ImmutableArray<DiagnosticInfo> Check(HostAnalysis type) => type.Target.Obstacles.Count > 0
        ? [.. type.Target.Obstacles]
        : type.Build.OldLanguage.Length > 0 ? []
        :
        [
            .. FileCheck.Check(type),
            .. ModuleCheck.Check(type),
            .. BaseCheck.Check(type),
            .. SharedTypesCheck.Check(type),
            .. ErrorValueCheck.Check(type),
            .. NameCheck.Check(type),
            .. CollisionCheck.Check(type),
            .. MethodCheck.Check(type),
        ];
}

/// <summary>A module that a class offers.</summary>
/// <param name="Index">Which attribute names it.</param>
/// <param name="Options">What the attribute says.</param>
/// <param name="File">The file; null where it is not found.</param>
/// <param name="Module">The module; null where it is not found.</param>
internal sealed record OfferedModule(int Index, ModuleOptions Options, WitxFile? File, WitxModule? Module)
{
    /// <summary>An argument of the attribute; the path where it has no name.</summary>
    public DiagnosticAnchor At(string argument = "", string part = "") => new(DiagnosticAnchorKind.Module, Index, argument, part);
}
