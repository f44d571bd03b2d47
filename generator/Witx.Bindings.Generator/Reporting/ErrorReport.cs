using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Reporting;

/// <summary>
/// The errors of a project without duplicates. Several classes can use one witx file, and a class can have several attributes.
/// </summary>
/// <param name="FileErrors">The errors of witx files.</param>
/// <param name="ClassErrors">The errors of annotated classes.</param>
/// <param name="Unbound">The classes whose generated part is missing or incomplete.</param>
/// <param name="GeneratedTypes">C# declarations of the types that the other generated parts declare.</param>
internal sealed record ErrorReport(
    EquatableArray<WitxError> FileErrors,
    EquatableArray<ClassError> ClassErrors,
    EquatableArray<UnboundClass> Unbound,
    string GeneratedTypes)
{
    private static readonly ErrorReport s_none = new([], [], [], "");

    /// <summary>Analyzes the classes with errors again, this time with suggestions.</summary>
    /// <param name="all">The results of all classes.</param>
    /// <param name="files">All witx files of the project.</param>
    /// <param name="build">The options of the build.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static ErrorReport Create(
        EquatableArray<AnalysisResult> all, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        AnalysisResult[] failed = [.. all.Where(static binding => binding.Failed is not null)];
        if (failed.Length == 0)
        {
            return s_none;
        }

        ClassAnalysis[] classes =
        [
            .. failed.Select(binding => ClassAnalyzer.Analyze(binding.Failed!, files, build, new Suggestions(), cancellation)),
        ];
        IEnumerable<ClassError> errors =
            from type in classes
            from diagnostic in type.Diagnostics
            where diagnostic.IsError
            select new ClassError(type.Class.Declaration.FullName, diagnostic);
        return new ErrorReport(
            [
                .. classes.SelectMany(
                    static type =>
                        type.Resolved.Document.Files.SelectMany(static file => file.Errors).Concat(type.Resolved.Document.Errors))
                    .Distinct(),
            ],
            [.. errors.Concat(OldLanguage(classes, build)).Distinct()],
            [
                .. failed.Where(
                    static binding => binding.Failed!.Kind is not AnnotatedKind.Imports
                        && binding.Failed.Obstacles.All(static obstacle => obstacle.Kind is ClassObstacleKind.NotPartial))
                    .Select(ToUnbound),
            ],
            UnboundClassEmitter.WriteTypes(all.Select(static binding => binding.Model).OfType<GeneratedClass>()));
    }

    public bool IsEmpty => FileErrors.Count + ClassErrors.Count == 0;

    public void Report(SourceProductionContext output, Compilation compilation, params IEnumerable<IEnumerable<LocatedClass>> classes)
    {
        foreach (WitxError error in FileErrors)
        {
            output.ReportDiagnostic(Descriptors.Report(error));
        }

        foreach (ClassError error in ClassErrors)
        {
            LocatedClass type = classes.SelectMany(static each => each).First(type => type.Class.Declaration.FullName == error.Class);
            LocatedAnchor? anchor = type.Anchors.FirstOrDefault(anchor => anchor.Anchor == error.Diagnostic.Anchor);
            output.ReportDiagnostic(
                error.Diagnostic.At(anchor is null ? Location.None : WitxLocation.Create(anchor.Location, compilation)));
        }

        foreach (UnboundPart part in UnboundReader.Read(Unbound, GeneratedTypes, compilation, output.CancellationToken))
        {
            output.AddSource(part.HintName, UnboundClassEmitter.Write(part));
        }
    }

    private static UnboundClass ToUnbound(AnalysisResult binding) => new(
        binding.Failed!,
        binding.Model is not null,
        [
            .. (binding.Model?.Functions ?? []).Where(static function => function.Body.Kind is BodyKind.User)
                .Select(static function => new DeclaredMethod(function.Name, function.MethodSignature)),
        ]);

    /// <summary>An unsupported C# version is one error of the project, reported at its first class.</summary>
    private static IEnumerable<ClassError> OldLanguage(ClassAnalysis[] classes, BuildOptions build) =>
        from type in build.OldLanguageVersion.Length == 0 ? [] : classes.Where(static type => type.Class.Obstacles.Count == 0)
            .OrderBy(static type => type.Class.Declaration.FullName, System.StringComparer.Ordinal).Take(1)
        select new ClassError(
            type.Class.Declaration.FullName,
            new DiagnosticInfo(
                ClassDiagnostics.OldLanguageVersion,
                new DiagnosticAnchor(DiagnosticAnchorKind.Class),
                [BuildOptions.MinimumLanguageVersion.ToDisplayString(), build.OldLanguageVersion]));
}

/// <summary>An error of a class.</summary>
/// <param name="Class">The full name of the class.</param>
/// <param name="Diagnostic">The error.</param>
internal sealed record ClassError(string Class, DiagnosticInfo Diagnostic);
