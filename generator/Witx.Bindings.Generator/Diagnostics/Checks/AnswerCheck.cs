using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether the errors that the attributes answer with are errors of the interface.</summary>
internal static class AnswerCheck
{
    public static IEnumerable<Diagnostic> Of(CheckedClass type) => [.. Missing(type), .. Faults(type)];

    private static IEnumerable<Diagnostic> Missing(CheckedClass type)
    {
        foreach (OfferedModule module in type.Modules)
        {
            (bool returns, string? error) = (module.Options.Missing is MissingFunction.Return, module.Options.MissingError);
            if (returns && error is null)
            {
                yield return Diagnostic.Create(
                    TargetErrors.MissingError,
                    module.Attribute.LocationOf("Missing", type.Cancellation),
                    "Missing = MissingFunction.Return needs an error to answer with: add MissingError = \"…\"");
            }
            else if (error is not null)
            {
                Location place = module.Attribute.LocationOf("MissingError", type.Cancellation);
                Diagnostic? diagnostic = returns
                    ? Answer(type, module.Module is { } own ? [own] : [], error, place)
                    : Diagnostic.Create(
                        TargetErrors.MissingError, place, "MissingError is what Missing = MissingFunction.Return answers; add that, or leave MissingError out");
                if (diagnostic is not null)
                {
                    yield return diagnostic;
                }
            }
        }
    }

    private static IEnumerable<Diagnostic> Faults(CheckedClass type)
    {
        ImmutableArray<WitxModule> modules = [.. type.Modules.Select(static module => module.Module).OfType<WitxModule>()];
        return
            from attribute in TargetReader.Attributes(type.Type, TargetReader.FaultsAttribute)
            from fault in attribute.NamedArguments
            where fault.Value.Value is string
            let place = WitxAttribute.LocationOf(attribute, fault.Key, type.Cancellation)
            let diagnostic = Answer(type, modules, (string)fault.Value.Value!, place)
            where diagnostic is not null
            select diagnostic;
    }

    private static Diagnostic? Answer(CheckedClass type, ImmutableArray<WitxModule> modules, string error, Location place)
    {
        if (!type.IsSound || modules.IsEmpty)
        {
            return null;
        }

        string[][] enums = [.. modules.SelectMany(static module => module.Functions).Select(Errors).Where(static members => members.Length > 0)];
        string module = string.Join("' and '", modules.Select(static module => module.Name));
        if (enums.Length == 0)
        {
            return Diagnostic.Create(TargetErrors.NoErrorEnum, place, module, error);
        }

        if (enums.Any(members => members.Skip(1).Contains(error)))
        {
            return null;
        }

        if (enums.Any(members => members[0] == error))
        {
            return Diagnostic.Create(TargetErrors.UnknownError, place, error, "is the zero of its enum, which means success");
        }

        Proposal proposal = Proposal.For(error, enums.SelectMany(static members => members.Skip(1)).Distinct());
        return Diagnostic.Create(TargetErrors.UnknownError, place, proposal.Properties, error, $"is no error of '{module}'{proposal}");
    }

    /// <summary>The members of the enum that a function answers errors by, success first.</summary>
    private static string[] Errors(WitxFunction function) =>
        FunctionSignature.Of(function, PointerWidth.Bits32) is { Form: ResultForm.Expected, ResultType: { } type }
            ? [.. VariantCases.Of(type.Resolved).Select(static item => item.Name)]
            : [];
}
