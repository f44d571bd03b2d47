using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether what attributes name is there, and whether the C# names that they give are names.</summary>
internal static class NameCheck
{
    public static IEnumerable<Diagnostic> Of(CheckedClass type) => type.IsSound ? [.. Reentering(type), .. Given(type)] : Given(type);

    private static IEnumerable<Diagnostic> Reentering(CheckedClass type) =>
        from offered in type.Modules
        from module in offered.Module is { } found ? [found] : (WitxModule[])[]
        let functions = module.Functions.Select(static function => function.Name)
        from name in offered.Options.Reenters
        where !functions.Contains(name)
        let proposal = Proposal.For(name, functions)
        select Diagnostic.Create(
            TargetErrors.UnknownName,
            Literal(offered.Attribute.SyntaxOf("Reenters", type.Cancellation), name),
            proposal.Properties,
            module.Name,
            "function",
            name,
            proposal.ToString());

    private static IEnumerable<Diagnostic> Given(CheckedClass type)
    {
        HashSet<string> given = [];
        foreach (AttributeData attribute in TargetReader.Attributes(type.Type, TargetReader.NameAttribute))
        {
            if (attribute.ConstructorArguments is not [{ Value: string witx }, { Value: string name }])
            {
                continue;
            }

            Location what = WitxAttribute.LocationOf(attribute, 0, type.Cancellation);
            if (!given.Add(witx))
            {
                yield return Diagnostic.Create(TargetErrors.InvalidName, what, witx, "has been given a name already; leave one of the two out");
            }
            else if (type.IsSound && Unknown(type, witx, what) is { } unknown)
            {
                yield return unknown;
            }

            if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) is not SyntaxKind.None)
            {
                yield return Diagnostic.Create(
                    TargetErrors.InvalidName, WitxAttribute.LocationOf(attribute, 1, type.Cancellation), name, "is no identifier of C#");
            }
        }
    }

    private static Diagnostic? Unknown(CheckedClass type, string witx, Location place)
    {
        string[] functions =
            [.. type.Modules.SelectMany(static module => module.Module?.Functions.Select(static function => function.Name) ?? [])];
        string[] types = [.. type.Document.Types.Select(static definition => "$" + definition.Name)];
        int dot = witx.IndexOf('.');
        if (dot > 0 && witx[0] is '$' && type.Document.Types.FirstOrDefault(each => "$" + each.Name == witx.Substring(0, dot)) is { } definition)
        {
            string[] members = [.. Members(definition).Select(member => $"${definition.Name}.{member}")];
            return Report("member", members);
        }

        return functions.Contains(witx) ? null : Report(witx.StartsWith("$", System.StringComparison.Ordinal) ? "type" : "function", types);

        Diagnostic? Report(string kind, string[] known)
        {
            if (known.Contains(witx))
            {
                return null;
            }

            Proposal proposal = Proposal.For(witx, known.Concat(functions));
            string source = string.Join("' and '", type.Class.Attributes.Select(static attribute => Documents.NameOf(attribute.Path)).Distinct());
            return Diagnostic.Create(TargetErrors.UnknownName, place, proposal.Properties, source, kind, witx, proposal.ToString());
        }
    }

    private static IEnumerable<string> Members(TypeDefinition definition)
    {
        IEnumerable<string> members = definition.Type switch
        {
            FlagsType flags => flags.Members.Select(static member => member.Name),
            RecordType record => record.Fields.Select(static field => field.Name),
            UntaggedUnionType union => union.Fields.Select(static field => field.Name),
            _ => VariantCases.Of(definition.Type).Select(static item => item.Name),
        };
        return members.Concat(definition.Constants.Select(static constant => constant.Name));
    }

    private static Location Literal(SyntaxNode? arguments, string value) =>
        arguments?.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault(literal => literal.Token.ValueText == value)?.GetLocation()
        ?? arguments?.GetLocation()
        ?? Location.None;
}
