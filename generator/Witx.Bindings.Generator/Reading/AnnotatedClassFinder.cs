using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Witx.Bindings.Generator.Reading;

/// <summary>
/// Finds the annotated classes of a compilation. The attribute names of each syntax tree are read once, so that symbols are looked up only
/// for candidates, and an edit reads one tree again.
/// </summary>
internal static class AnnotatedClassFinder
{
    private static readonly ConditionalWeakTable<SyntaxTree, Annotations> s_known = new();

    private static readonly string[] s_attributes =
        ["WitxModule", "WitxModuleAttribute", "WitxTypes", "WitxTypesAttribute", "WitxImports", "WitxImportsAttribute"];

    public static ImmutableArray<INamedTypeSymbol> Find(Compilation compilation, CancellationToken cancellation)
    {
        Annotations[] trees =
        [
            .. compilation.SyntaxTrees.Select(tree => s_known.GetValue(tree, tree => Annotations.Read(tree, cancellation))),
        ];
        HashSet<string> attributes = [.. s_attributes, .. trees.SelectMany(static tree => tree.Aliases)];
        return
        [
            .. from tree in trees
               from candidate in tree.Classes
               where attributes.Contains(candidate.Attribute)
               group candidate by candidate.Class into candidates
               from type in compilation.GetSymbolsWithName(candidates.Key, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>()
               where IsAnnotated(type)
               select type,
        ];
    }

    private static bool IsAnnotated(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Class && type.GetAttributes().Any(static attribute =>
            attribute.AttributeClass?.ToDisplayString()
                is AnnotatedClassReader.ModuleAttribute or AnnotatedClassReader.TypesAttribute or AnnotatedClassReader.ImportsAttribute);

    /// <summary>The candidates of one syntax tree.</summary>
    /// <param name="Aliases">The aliases that it declares for our attributes.</param>
    /// <param name="Classes">The names of its classes, each with the name of one of its attributes.</param>
    private sealed record Annotations(ImmutableArray<string> Aliases, ImmutableArray<(string Class, string Attribute)> Classes)
    {
        public static Annotations Read(SyntaxTree tree, CancellationToken cancellation)
        {
            SyntaxNode[] nodes =
            [
                .. tree.GetRoot(cancellation).DescendantNodes(static node =>
                    node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax),
            ];
            return new Annotations(
                [
                    .. from alias in nodes.OfType<UsingDirectiveSyntax>()
                       where alias is { Alias: not null, Name: { } name } && s_attributes.Contains(Last(name))
                       select alias.Alias!.Name.Identifier.ValueText,
                ],
                [
                    .. from type in nodes.OfType<TypeDeclarationSyntax>()
                       where type is ClassDeclarationSyntax or RecordDeclarationSyntax
                       from list in type.AttributeLists
                       from attribute in list.Attributes
                       select (type.Identifier.ValueText, Last(attribute.Name)),
                ]);
        }

        private static string Last(NameSyntax name) => name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
    }
}
