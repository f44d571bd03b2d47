using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that the errors named in attributes are errors of the interface (WITX309 to WITX311).</summary>
internal static class ErrorValueCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis)
    {
        foreach (OfferedModule module in analysis.Resolved.Modules)
        {
            if (Missing(analysis, module) is { } missing)
            {
                yield return missing;
            }
        }

        WitxModule[] modules = [.. analysis.Resolved.Modules.Select(static module => module.Module).OfType<WitxModule>()];
        FaultErrors answers = analysis.Class.Faults;
        foreach ((string name, string? error) in new[]
        {
            (nameof(answers.OutOfBounds), answers.OutOfBounds),
            (nameof(answers.Misaligned), answers.Misaligned),
            (nameof(answers.UnknownValue), answers.UnknownValue),
            (nameof(answers.InvalidUtf8), answers.InvalidUtf8),
        })
        {
            if (error is not null && Answer(analysis, modules, error, new DiagnosticAnchor(DiagnosticAnchorKind.Faults, 0, name)) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private static DiagnosticInfo? Missing(ClassAnalysis analysis, OfferedModule module) => (module.Options.Missing, module.Options.MissingError) switch
    {
        (MissingFunction.Return, null) => new DiagnosticInfo(
            ClassDiagnostics.MissingError,
            module.GetAnchor("Missing"),
            ["Missing = MissingFunction.Return needs an error; add MissingError = \"…\""]),
        (MissingFunction.Return, { } error) => Answer(analysis, module.Module is { } own ? [own] : [], error, module.GetAnchor("MissingError")),
        (_, null) => null,
        _ => new DiagnosticInfo(
            ClassDiagnostics.MissingError,
            module.GetAnchor("MissingError"),
            ["MissingError has no effect without Missing = MissingFunction.Return; add it, or remove MissingError"]),
    };

    private static DiagnosticInfo? Answer(ClassAnalysis analysis, WitxModule[] modules, string error, DiagnosticAnchor place)
    {
        if (analysis.Resolved.HasErrors || modules.Length == 0)
        {
            return null;
        }

        string[][] enums =
        [
            .. modules.SelectMany(static module => module.Functions)
                .Select(static function => FunctionSignature.GetErrorType(function)?.Resolved)
                .OfType<WitxType>()
                .Distinct()
                .Select(static errors => WitxCases.GetNames(errors).ToArray())
                .Where(static members => members.Length > 0),
        ];
        if (enums.Any(members => members.Skip(1).Contains(error)))
        {
            return null;
        }

        string module = string.Join("' and '", modules.Select(static module => module.Name));
        if (enums.Length == 0)
        {
            return new DiagnosticInfo(ClassDiagnostics.NoErrorEnum, place, [module, error]);
        }

        if (enums.Any(members => members[0] == error))
        {
            return new DiagnosticInfo(ClassDiagnostics.UnknownError, place, [error, "has the value 0, which means success"]);
        }

        Suggestion proposal = analysis.Suggest(error, enums.SelectMany(static members => members.Skip(1)).Distinct());
        return new DiagnosticInfo(ClassDiagnostics.UnknownError, place, [error, $"is no error of '{module}'{proposal}"], proposal.Name);
    }
}
