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
/// Reports the syntax errors of a witx file that no annotated class uses. Names are not checked, because a file written for <c>use</c> need
/// not resolve alone. The generator reports the errors of the other files.
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

        // A class that names its file wrongly reports that itself.
        if (
            classes.All(
                static type =>
                    type.Resolved.HasAllFiles
                        && type.Resolved.Build.OldLanguageVersion.Length == 0
                        && type.Resolved.Document.Errors.All(static error => error.Id != TypeErrors.MissingFile.Id)))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    ClassDiagnostics.UnusedFile, WitxLocation.Create(file), Printable.Escape(WitxFileLookup.GetFileName(file))));
        }
    }
}
