using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Reports what is wrong with a witx file that no annotated class reaches, which is its grammar: alone, a file that is meant to be used by
/// others need not make sense. Of the files that are reached, the generator says it.
/// </summary>
internal static class FileErrors
{
    public static void Report(WitxProject project, AdditionalFileAnalysisContext context)
    {
        if (project.FileOf(context.AdditionalFile, context.CancellationToken) is not { } file)
        {
            return;
        }

        WitxDocument[] documents = [.. project.Classes.Select(type => type.Document(context.CancellationToken)).Distinct()];
        if (documents.Any(document => document.Files.Contains(file)))
        {
            return;
        }

        foreach (WitxError error in file.Errors)
        {
            context.ReportDiagnostic(Descriptors.Report(error));
        }

        // What names a file wrongly says so itself.
        bool isUnused = project.Classes.All(static type => type.IsComplete)
            && !documents.Any(static document => document.Errors.Any(static error => error.Id == "WITX120"));
        if (isUnused)
        {
            context.ReportDiagnostic(Diagnostic.Create(TargetErrors.UnusedFile, WitxLocation.Of(file), Documents.NameOf(file)));
        }
    }
}
