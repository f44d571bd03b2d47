using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>All errors of a project, each once: one witx file may stand behind many classes, one class may have several attributes.</summary>
/// <param name="FileErrors">What is wrong with witx files.</param>
/// <param name="ClassErrors">What is wrong with annotated classes.</param>
/// <param name="Unbound">The classes whose generated part lacks something.</param>
/// <param name="Bound">The types that generated parts declare, as C#.</param>
internal sealed record ErrorReport(
    EquatableArray<WitxError> FileErrors, EquatableArray<ClassError> ClassErrors, EquatableArray<UnboundClass> Unbound, string Bound)
{
    private static readonly ErrorReport s_none = new([], [], [], "");

    /// <summary>Works out what to say of the classes that something is wrong with.</summary>
    /// <param name="all">All classes.</param>
    /// <param name="files">All witx files of the project.</param>
    /// <param name="build">What the build says about itself.</param>
    /// <param name="cancellation">Gives up when it is no longer wanted.</param>
    public static ErrorReport Create(ImmutableArray<BindingResult> all, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        BindingResult[] failed = [.. all.Where(static binding => binding.Failed is not null)];
        if (failed.Length == 0)
        {
            return s_none;
        }

        HostAnalysis[] classes =
        [
            .. failed.Select(binding => HostAnalysis.Create(binding.Failed!, files, build, new Suggestions(), cancellation)),
        ];
        IEnumerable<ClassError> errors =
            from type in classes
            from finding in type.Findings
            where finding.IsError
            select new ClassError(type.Target.Class.FullName, finding);
        return new ErrorReport(
            [.. classes.SelectMany(static type => type.Document.Files.SelectMany(static file => file.Errors).Concat(type.Document.Errors)).Distinct()],
            [.. errors.Concat(OldLanguage(classes, build)).Distinct()],
            [.. failed.Where(static binding => binding.Failed!.Obstacles.All(static obstacle => obstacle.Descriptor == TargetErrors.NotPartial)).Select(UnboundClass.Create)],
            UnboundClassEmitter.WriteTypes(all.Select(static binding => binding.Model).OfType<HostModel>()));
    }

    public bool IsEmpty => FileErrors.Count + ClassErrors.Count == 0;

    public void Report(SourceProductionContext output, Compilation compilation, params IEnumerable<IEnumerable<AnnotatedClass>> classes)
    {
        foreach (WitxError error in FileErrors)
        {
            output.ReportDiagnostic(Descriptors.Report(error));
        }

        foreach (ClassError error in ClassErrors)
        {
            AnnotatedClass type = classes.SelectMany(static each => each).First(type => type.Target.Class.FullName == error.Class);
            LocatedAnchor? place = type.Places.FirstOrDefault(place => place.Place == error.Finding.Place);
            output.ReportDiagnostic(error.Finding.At(place is null ? Location.None : WitxLocation.Create(place.Location, compilation)));
        }

        foreach (UnboundPart part in UnboundReader.Read(Unbound, Bound, compilation, output.CancellationToken))
        {
            output.AddSource(part.HintName, UnboundClassEmitter.Write(part));
        }
    }

    /// <summary>A language that is too old is one mistake of the project, said at its first class.</summary>
    private static IEnumerable<ClassError> OldLanguage(HostAnalysis[] classes, BuildOptions build) =>
        from type in build.OldLanguage.Length == 0 ? [] : classes.Where(static type => type.Target.Obstacles.Count == 0)
            .OrderBy(static type => type.Target.Class.FullName, System.StringComparer.Ordinal).Take(1)
        select new ClassError(
            type.Target.Class.FullName,
            new DiagnosticInfo(
                TargetErrors.OldLanguage, new DiagnosticAnchor(DiagnosticAnchorKind.Class), [BuildOptions.OldestLanguage.ToDisplayString(), build.OldLanguage]));
}

/// <summary>What is wrong with a class.</summary>
/// <param name="Class">The full name of the class.</param>
/// <param name="Finding">What, and where.</param>
internal sealed record ClassError(string Class, DiagnosticInfo Finding);
