using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>An annotated class and all that the checks ask about it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Target">The class as the generator reads it.</param>
/// <param name="Model">What the generator writes for it; null where it writes nothing.</param>
/// <param name="Document">What its files mean together.</param>
/// <param name="Modules">The modules that it offers.</param>
/// <param name="IsSound">Whether the files say all that they were meant to say. Where they do not, what seems missing may be there.</param>
/// <param name="Cancellation">Gives up when it is no longer wanted.</param>
internal sealed record CheckedClass(
    AnnotatedClass Class,
    WitxTarget Target,
    HostModel? Model,
    WitxDocument Document,
    ImmutableArray<OfferedModule> Modules,
    bool IsSound,
    CancellationToken Cancellation)
{
    public INamedTypeSymbol Type => Class.Type;

    /// <summary>Reports what is wrong with an annotated class and its attributes.</summary>
    public static void Report(WitxProject project, SymbolAnalysisContext context)
    {
        if (project.ClassOf(context.Symbol) is not { } annotated)
        {
            return;
        }

        // Of a class that cannot be completed there is nothing more to say.
        ImmutableArray<Diagnostic> first = [.. ClassCheck.Of(annotated, context.CancellationToken)];
        foreach (Diagnostic diagnostic in first.IsEmpty ? Check(Of(annotated, context.CancellationToken)) : first)
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static ImmutableArray<Diagnostic> Check(CheckedClass type) =>
    [
        .. FileCheck.Of(type),
        .. ModuleCheck.Of(type),
        .. SharingCheck.Of(type),
        .. AnswerCheck.Of(type),
        .. NameCheck.Of(type),
        .. CollisionCheck.Of(type),
        .. MethodCheck.Of(type),
    ];

    private static CheckedClass Of(AnnotatedClass type, CancellationToken cancellation)
    {
        WitxTarget target = type.Read();
        WitxDocument document = type.Document(cancellation);
        return new CheckedClass(
            type,
            target,
            HostBinder.Bind(target, type.Project.Files, type.Project.Build, cancellation),
            document,
            [
                .. type.Attributes.Where(static attribute => attribute.IsModule).Zip(target.Modules, (attribute, options) => new OfferedModule(
                    attribute,
                    options,
                    attribute.File is null ? null : Documents.Modules(document, attribute.File, options.Name).FirstOrDefault())),
            ],
            type.IsComplete && document.Errors.IsEmpty && document.Files.All(static file => file.Errors.IsEmpty),
            cancellation);
    }
}

/// <summary>A module that a class offers.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Options">What it says.</param>
/// <param name="Module">The module; null where it is not found.</param>
internal sealed record OfferedModule(WitxAttribute Attribute, ModuleOptions Options, WitxModule? Module);
