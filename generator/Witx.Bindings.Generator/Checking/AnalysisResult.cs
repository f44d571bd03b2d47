using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Checking;

/// <summary>
/// The code to generate for an annotated class, and whether it has errors. The errors are found again, with suggestions, only when they
/// are reported: the result stays equal, and cheap to compare, while a build is free of errors.
/// </summary>
/// <param name="Model">The code to generate; null if the class cannot be bound.</param>
/// <param name="Failed">The class if it, its attributes or the files that it names have errors; otherwise null.</param>
internal sealed record AnalysisResult(GeneratedClass? Model, AnnotatedClass? Failed)
{
    public static AnalysisResult Create(ClassAnalysis analysis) =>
        new(WithoutMismatches(analysis), analysis.HasErrors ? analysis.Class : null);

    /// <summary>
    /// The model without the declarations of functions whose methods have a wrong signature or name. The diagnostic gives the expected
    /// declaration, so the compiler must not also report a partial method without a body.
    /// </summary>
    private static GeneratedClass? WithoutMismatches(ClassAnalysis analysis)
    {
        string[] mismatches =
        [
            .. analysis.Diagnostics.Where(static diagnostic => diagnostic.Descriptor == ClassDiagnostics.WrongSignature)
                .Select(static diagnostic => diagnostic.Anchor.Name),
            .. analysis.Diagnostics.Where(static diagnostic => diagnostic.Descriptor == ClassDiagnostics.UnknownMethod)
                .Select(static diagnostic => diagnostic.Note!),
        ];
        return mismatches.Length == 0 || analysis.Model is not { } model
            ? analysis.Model
            : model with
            {
                Functions =
                [
                    .. model.Functions.Select(function =>
                        mismatches.Contains(function.Name) ? function with { Body = new BodyModel(BodyKind.Trap, null) } : function),
                ],
            };
    }
}
