using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Reports what is wrong with a witx file: its grammar in any case, its names and types where it is reached from an annotated class.
/// Alone, a file that is meant to be used by others need not make sense.
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
        IEnumerable<WitxError> errors = documents
            .SelectMany(static document => document.Errors)
            .Where(error => error.Location.Path == file.Path)
            .Distinct();
        foreach (WitxError error in file.Errors.Concat(errors))
        {
            context.ReportDiagnostic(Descriptors.Report(error));
        }

        // What names a file wrongly says so itself.
        bool isUnused = project.Classes.All(static type => type.IsComplete)
            && !documents.Any(document => document.Files.Contains(file) || document.Errors.Any(static error => error.Id == "WITX120"));
        if (isUnused)
        {
            context.ReportDiagnostic(Diagnostic.Create(TargetErrors.UnusedFile, WitxLocation.Of(file), Documents.NameOf(file)));
        }
    }
}
