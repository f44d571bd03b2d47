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
            if (CheckMissing(analysis, module) is { } missing)
            {
                yield return missing;
            }
        }

        WitxModule[] modules = [.. analysis.Resolved.Modules.Select(static module => module.Module).OfType<WitxModule>()];
        FaultErrors faults = analysis.Class.Faults;
        foreach ((string name, string? error) in new[]
        {
            (nameof(faults.OutOfBounds), faults.OutOfBounds),
            (nameof(faults.Misaligned), faults.Misaligned),
            (nameof(faults.UnknownValue), faults.UnknownValue),
            (nameof(faults.InvalidUtf8), faults.InvalidUtf8),
        })
        {
            if (error is not null && CheckFault(analysis, modules, error, name) is { } fault)
            {
                yield return fault;
            }
        }
    }

    /// <summary>
    /// Checks an argument of <c>[WitxFaults]</c>. Only the class itself can have a useless one: a base class may serve several interfaces.
    /// The errors of a base class that is a host are checked there.
    /// </summary>
    private static DiagnosticInfo? CheckFault(ClassAnalysis analysis, WitxModule[] modules, string error, string name)
    {
        if (analysis.Class.Faults.Base is not { } @base)
        {
            return CheckError(analysis, modules, error, new DiagnosticAnchor(DiagnosticAnchorKind.Faults, 0, name));
        }

        return !@base.IsHost
            && CheckError(analysis, modules, error, new DiagnosticAnchor(DiagnosticAnchorKind.Class)) is { } fault
            && fault.Descriptor == ClassDiagnostics.UnknownError
            ? fault with { Arguments = [error, $"in [WitxFaults] of base class '{@base.Name}' {fault.Arguments[1]}"], Note = null }
            : null;
    }

    private static DiagnosticInfo? CheckMissing(ClassAnalysis analysis, OfferedModule module) => (
        module.Options.Missing, module.Options.MissingError) switch
    {
        (MissingFunction.Return, null) => new DiagnosticInfo(
            ClassDiagnostics.MissingError,
            module.GetAnchor("Missing"),
            ["Missing = MissingFunction.Return needs an error; add MissingError = \"…\""]),
        (MissingFunction.Return, { } error) =>
            CheckError(analysis, module.Module is { } own ? [own] : [], error, module.GetAnchor("MissingError")),
        (_, null) => null,
        _ => new DiagnosticInfo(
            ClassDiagnostics.MissingError,
            module.GetAnchor("MissingError"),
            ["MissingError has no effect without Missing = MissingFunction.Return; add it, or remove MissingError"]),
    };

    private static DiagnosticInfo? CheckError(ClassAnalysis analysis, WitxModule[] modules, string error, DiagnosticAnchor anchor)
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
            return new DiagnosticInfo(ClassDiagnostics.NoErrorEnum, anchor, [module, error]);
        }

        if (enums.Any(members => members[0] == error))
        {
            return new DiagnosticInfo(ClassDiagnostics.UnknownError, anchor, [error, "has the value 0, which means success"]);
        }

        Suggestion suggestion = analysis.Suggest(error, enums.SelectMany(static members => members.Skip(1)).Distinct());
        return new DiagnosticInfo(
            ClassDiagnostics.UnknownError, anchor, [error, $"is not an error of '{module}'{suggestion}"], suggestion.Name);
    }
}
