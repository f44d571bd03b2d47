using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>
/// Reads which declarations the user's code expects from generated parts that are missing because of an error. Without placeholders for
/// them, the compiler would add several errors for every method, such as a missing declaration (CS0759) and missing types (CS0246).
/// </summary>
internal static class UnboundReader
{
    /// <summary>Reads the missing parts.</summary>
    /// <param name="classes">The classes without a complete generated part.</param>
    /// <param name="bound">C# declarations of the types that are generated for the other classes.</param>
    /// <param name="compilation">The user's code.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static IEnumerable<UnboundPart> Read(
        EquatableArray<UnboundClass> classes, string bound, Compilation compilation, CancellationToken cancellation)
    {
        if (classes.Count == 0)
        {
            yield break;
        }

        ILookup<string, UnboundClass> byName = classes.ToLookup(static type => type.Target.Declaration.FullName);
        INamedTypeSymbol[] annotated =
        [
            .. AnnotatedClassFinder.Find(compilation, cancellation).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default),
        ];
        SyntaxTree types =
            CSharpSyntaxTree.ParseText(bound, (CSharpParseOptions)compilation.SyntaxTrees.First().Options, cancellationToken: cancellation);
        MissingNames missing = new(byName.Contains, compilation.AddSyntaxTrees(types));
        foreach (
            SyntaxNode part in annotated.SelectMany(static type => type.DeclaringSyntaxReferences)
                .Select(part => part.GetSyntax(cancellation)))
        {
            missing.Read(part);
        }

        foreach (INamedTypeSymbol type in annotated)
        {
            UnboundClass[] unbound = [.. byName[ClassDeclarationReader.GetFullName(type)]];
            if (unbound.Length > 0)
            {
                foreach (UnboundPart part in Read(type, unbound, missing))
                {
                    yield return part;
                }
            }
        }
    }

    private static IEnumerable<UnboundPart> Read(INamedTypeSymbol type, UnboundClass[] unbound, MissingNames missing)
    {
        ClassDeclaration model = unbound[0].Target.Declaration;
        ILookup<SyntaxTree, MethodDeclarationSyntax> methods = (
            from member in WrittenMemberReader.Read(type)
            where member.Symbol is IMethodSymbol
            let syntax = member.Syntax.GetSyntax() as MethodDeclarationSyntax
            where syntax is not null
            let form = MethodSignatureReader.Read((IMethodSymbol)member.Symbol, syntax)
            where form.HasNoDeclaration && !unbound.Any(each => each.Declares(member.Name, form))
            select syntax).ToLookup(static syntax => syntax.SyntaxTree);
        UnboundType[] types = [.. missing.Find(model.FullName)];
        bool isHost = unbound.Any(static each => each.Target.Kind is AnnotatedKind.Host && !each.IsBound);
        int number = 0;
        foreach (SyntaxNode part in type.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()))
        {
            MethodDeclarationSyntax[] own = [.. methods[part.SyntaxTree].Where(method => method.Parent == part)];
            bool isFirst = number++ == 0;

            // Another part of a class that is not partial is an error (CS0260), so it is emitted only if it avoids several errors.
            if (own.Length > 0 || (isFirst && ((isHost && model.CanBeExtended) || types.Length > 0)))
            {
                yield return new UnboundPart(
                    model.GetFileName(
                        "-unbound" + (isFirst ? "" : number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
                    [.. Scopes(part, model)],
                    isFirst && isHost,
                    [.. own.Select(Declaration)],
                    isFirst ? [.. types] : []);
            }
        }
    }

    private static IEnumerable<UnboundScope> Scopes(SyntaxNode part, ClassDeclaration model) =>
    [
        .. part.Ancestors().Reverse().Select(static node => node switch
        {
            CompilationUnitSyntax unit => new UnboundScope("", [.. unit.Externs.Select(static e => e.ToString()), .. Usings(unit.Usings)]),
            BaseNamespaceDeclarationSyntax scope => new UnboundScope("namespace " + scope.Name.WithoutTrivia(), [.. Usings(scope.Usings)]),
            _ => null,
        }).OfType<UnboundScope>(),
        .. model.Containers.Append(model.Header).Select(static header => new UnboundScope(header, [])),
    ];

    private static IEnumerable<string> Usings(SyntaxList<UsingDirectiveSyntax> usings) =>
        usings.Where(static each => each.GlobalKeyword.IsKind(SyntaxKind.None)).Select(static each => each.ToString());

    /// <summary>The declaration of a method, without its body and attributes.</summary>
    private static string Declaration(MethodDeclarationSyntax method) => method
        .WithAttributeLists(default)
        .WithModifiers(new SyntaxTokenList(method.Modifiers.Where(static modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
        .WithParameterList(method.ParameterList.WithParameters(SyntaxFactory.SeparatedList(
            method.ParameterList.Parameters.Select(static parameter => parameter.WithAttributeLists(default)))))
        .WithBody(null)
        .WithExpressionBody(null)
        .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
        .WithoutTrivia()
        .NormalizeWhitespace(elasticTrivia: true)
        .ToString();
}
