using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>All errors of a project, each once: one witx file may stand behind many classes, one class may have several attributes.</summary>
/// <param name="FileErrors">What is wrong with witx files.</param>
/// <param name="ClassErrors">What is wrong with annotated classes.</param>
internal sealed record ErrorReport(EquatableArray<WitxError> FileErrors, EquatableArray<ClassError> ClassErrors)
{
    public static ErrorReport Of(ImmutableArray<Binding> bindings) => new(
        [.. bindings.SelectMany(static binding => binding.FileErrors).Distinct()],
        [.. bindings.SelectMany(static binding => binding.Errors.Select(error => new ClassError(binding.Class, error))).Distinct()]);

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
            LocatedPlace? place = type.Places.FirstOrDefault(place => place.Place == error.Finding.Place);
            output.ReportDiagnostic(error.Finding.At(place is null ? Location.None : WitxLocation.Of(place.Location, compilation)));
        }
    }
}

/// <summary>What is wrong with a class.</summary>
/// <param name="Class">The full name of the class.</param>
/// <param name="Finding">What, and where.</param>
internal sealed record ClassError(string Class, Finding Finding);
