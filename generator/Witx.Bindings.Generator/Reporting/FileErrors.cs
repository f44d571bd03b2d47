using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Reporting;

/// <summary>
/// Reports what is wrong with a witx file that no annotated class reaches, which is its grammar: alone, a file that is meant to be used by
/// others need not make sense. Of the files that are reached, the generator says it.
/// </summary>
internal static class FileErrors
{
    public static void Report(AnalyzedProject project, AdditionalFileAnalysisContext context)
    {
        if (project.FileOf(context.AdditionalFile, context.CancellationToken) is not { } file)
        {
            return;
        }

        ClassAnalysis[] classes = [.. project.Classes(context.CancellationToken)];
        if (classes.Any(type => type.Resolved.Document.Files.Contains(file)))
        {
            return;
        }

        foreach (WitxError error in file.Errors)
        {
            context.ReportDiagnostic(Descriptors.Report(error));
        }

        // What names a file wrongly says so itself.
        if (classes.All(static type => type.Resolved.HasAllFiles && type.Resolved.Build.OldLanguageVersion.Length == 0 && type.Resolved.Document.Errors.All(static error => error.Id != TypeErrors.MissingFile.Id)))
        {
            context.ReportDiagnostic(Diagnostic.Create(ClassDiagnostics.UnusedFile, WitxLocation.Create(file), Printable.Escape(WitxFileLookup.GetFileName(file))));
        }
    }
}
