using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Diagnostics;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Finds the locations of an annotated class that diagnostics can refer to.</summary>
internal static class DiagnosticAnchorReader
{
    public static IEnumerable<(DiagnosticAnchor Place, Location Location)> Read(INamedTypeSymbol type) =>
    [
        .. Classes(type),
        .. Attributes(type, AnnotatedClassReader.ModuleAttribute).SelectMany(Module),
        .. Attributes(type, AnnotatedClassReader.TypesAttribute)
            .Concat(Attributes(type, AnnotatedClassReader.ImportsAttribute))
            .SelectMany(static (syntax, _) => Arguments(syntax, new DiagnosticAnchor(DiagnosticAnchorKind.File))),
        .. Attributes(type, AnnotatedClassReader.FaultsAttribute)
            .SelectMany(static (syntax, _) => Arguments(syntax, new DiagnosticAnchor(DiagnosticAnchorKind.Faults))),
        .. Names(type),
        .. from member in WrittenMemberReader.Read(type)
           select (new DiagnosticAnchor(DiagnosticAnchorKind.Member, member.Index, member.Name), member.Symbol.Locations[0]),
    ];

    /// <summary>Creates a function that finds the location of an anchor, or that of the class if the source has no such anchor.</summary>
    public static Func<DiagnosticAnchor, Location> CreateFinder(INamedTypeSymbol type)
    {
        ILookup<DiagnosticAnchor, Location> anchors = Read(type).ToLookup(static anchor => anchor.Place, static anchor => anchor.Location);
        return anchor => anchors[anchor].FirstOrDefault() ?? type.Locations[0];
    }

    private static IEnumerable<(DiagnosticAnchor, Location)> Classes(INamedTypeSymbol type)
    {
        SyntaxNode? annotated =
            Attributes(type, AnnotatedClassReader.ModuleAttribute)
                .Concat(Attributes(type, AnnotatedClassReader.TypesAttribute))
                .Concat(Attributes(type, AnnotatedClassReader.ImportsAttribute))
                .FirstOrDefault();
        return annotated?.Ancestors().OfType<TypeDeclarationSyntax>().Select(static (declaration, depth) =>
            (new DiagnosticAnchor(DiagnosticAnchorKind.Class, depth), declaration.Identifier.GetLocation())) ?? [];
    }

    private static IEnumerable<(DiagnosticAnchor, Location)> Module(AttributeSyntax syntax, int index) =>
    [
        .. Arguments(syntax, new DiagnosticAnchor(DiagnosticAnchorKind.Module, index)),
        .. from argument in syntax.ArgumentList?.Arguments ?? []
           where argument.NameEquals is not null
           from literal in argument.Expression.DescendantNodes().OfType<LiteralExpressionSyntax>()
           select (
               new DiagnosticAnchor(DiagnosticAnchorKind.Module, index, NameOf(argument), literal.Token.ValueText), literal.GetLocation()),
    ];

    private static IEnumerable<(DiagnosticAnchor, Location)> Arguments(AttributeSyntax syntax, DiagnosticAnchor anchor) =>
        from argument in syntax.ArgumentList?.Arguments ?? []
        select (anchor with { Name = NameOf(argument) }, argument.Expression.GetLocation());

    private static IEnumerable<(DiagnosticAnchor, Location)> Names(INamedTypeSymbol type)
    {
        Dictionary<string, int> counts = [];
        foreach (AttributeData attribute in AnnotatedClassReader.Attributes(type, AnnotatedClassReader.NameAttribute))
        {
            if (attribute is { ConstructorArguments: [{ Value: string witx }, _] }
                && attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax syntax
                && syntax is { ArgumentList.Arguments: [var what, var name, ..] })
            {
                counts[witx] = counts.TryGetValue(witx, out int count) ? count + 1 : 0;
                yield return (new DiagnosticAnchor(DiagnosticAnchorKind.Name, counts[witx], witx), what.Expression.GetLocation());
                yield return (new DiagnosticAnchor(DiagnosticAnchorKind.Name, counts[witx], witx, "name"), name.Expression.GetLocation());
            }
        }
    }

    private static IEnumerable<AttributeSyntax> Attributes(INamedTypeSymbol type, string name) =>
        AnnotatedClassReader.Attributes(type, name)
            .Select(static attribute => attribute.ApplicationSyntaxReference?.GetSyntax())
            .OfType<AttributeSyntax>();

    private static string NameOf(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText ?? "";
}
