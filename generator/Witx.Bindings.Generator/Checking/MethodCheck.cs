using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Checking;

/// <summary>
/// Checks the user's methods against the generated declarations (WITX317, WITX318, WITX320). For a mismatch the compiler would report two
/// unrelated methods, one without a body and one without a declaration.
/// </summary>
internal static class MethodCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis) =>
        analysis.Model is { IsHost: true } model
            ? [.. FindWrongSignatures(analysis, model), .. FindMisspelledMethods(analysis, model), .. FindMissingMethods(analysis, model)]
            : [];

    private static IEnumerable<DiagnosticInfo> FindWrongSignatures(ClassAnalysis analysis, GeneratedClass model)
    {
        foreach (FunctionModel function in model.Functions)
        {
            if (function.Body.Kind is not BodyKind.User || !analysis.WrittenMembers.Contains(function.Name))
            {
                continue;
            }

            IEnumerable<WrittenMember> methods = analysis.WrittenMembers[function.Name].Where(static member => member.Method is not null);
            MethodSignature signature = function.MethodSignature;
            if (methods.Any(member => member.Method is { IsPartial: true } method && method.Implements(signature)))
            {
                continue;
            }

            foreach (WrittenMember member in methods.Where(member => member.Method!.IsPartial || member.Method.Implements(signature)))
            {
                string declaration = MethodDeclaration.FormatForUser(function);
                yield return new DiagnosticInfo(
                    ClassDiagnostics.WrongSignature, At(member), [function.Witx, function.Position, declaration], declaration);
            }
        }
    }

    private static IEnumerable<DiagnosticInfo> FindMisspelledMethods(ClassAnalysis analysis, GeneratedClass model)
    {
        WrittenMember[] strays = [.. Methods(analysis).Where(static member => member.Method!.HasNoDeclaration)];
        if (strays.Length == 0 || analysis.Resolved.HasErrors)
        {
            return [];
        }

        // Only methods with a similar function are reported: the compiler reports the others as implementing nothing.
        Suggestions suggestions = new();
        HashSet<string> written = [.. analysis.Class.MethodNames];
        HashSet<string> functions = [.. model.Functions.Select(static function => function.Name)];
        return
            from member in strays
            where !functions.Contains(member.Name)
            let suggestion = Suggestion.Create(member.Name, functions.Where(name => !written.Contains(name)), suggestions)
            where suggestion.Name is not null
            select new DiagnosticInfo(
                ClassDiagnostics.UnknownMethod,
                At(member),
                [analysis.Resolved.FileNames, member.Name, suggestion.ToString()],
                suggestion.Name);
    }

    private static IEnumerable<DiagnosticInfo> FindMissingMethods(ClassAnalysis analysis, GeneratedClass model)
    {
        string[] missing =
        [
            .. model.Functions
                .Where(function => function.Body.Kind is BodyKind.User && !analysis.Class.MethodNames.Contains(function.Name))
                .Select(static function => function.Name),
        ];
        if (missing.Length > 0)
        {
            string names =
                missing.Length <= 4 ? string.Join(", ", missing) : $"{string.Join(", ", missing.Take(3))} and {missing.Length - 3} more";
            yield return new DiagnosticInfo(
                ClassDiagnostics.NotImplemented,
                new DiagnosticAnchor(DiagnosticAnchorKind.Class),
                [Number(missing.Length), Number(model.Functions.Count), analysis.Resolved.FileNames, names],
                string.Join(";", missing));
        }
    }

    private static IEnumerable<WrittenMember> Methods(ClassAnalysis analysis) =>
        analysis.Class.Members.Where(static member => member.Method is not null);

    private static DiagnosticAnchor At(WrittenMember member) => new(DiagnosticAnchorKind.Member, member.Index, member.Name);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
