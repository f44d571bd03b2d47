using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Reading;

namespace Witx.Bindings.CodeFixes;

/// <summary>The partial methods of a host without a body.</summary>
/// <param name="Class">The annotated part of the class, to which bodies are added.</param>
/// <param name="Methods">The declarations, in the order of the witx file.</param>
internal sealed record MissingFunctions(TypeDeclarationSyntax Class, ImmutableArray<IMethodSymbol> Methods)
{
    /// <summary>Finds the missing methods of a class; null if it is not a host.</summary>
    public static MissingFunctions? Find(INamedTypeSymbol type)
    {
        TypeDeclarationSyntax? annotated = AnnotatedClassReader.Attributes(type, AnnotatedClassReader.ModuleAttribute)
            .Select(static attribute => attribute.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>())
            .FirstOrDefault();
        return annotated is null
            ? null
            : new MissingFunctions(
                annotated,
                [
                    .. type.GetMembers().OfType<IMethodSymbol>().Where(static method =>
                        method is
                        {
                            IsPartialDefinition: true,
                            PartialImplementationPart: null,
                            DeclaredAccessibility: Accessibility.Public,
                        }),
                ]);
    }

    /// <summary>Implements the missing methods of classes of one project.</summary>
    public static async Task<Solution> ImplementAsync(
        Solution solution, ImmutableArray<MissingFunctions> all, CancellationToken cancellation)
    {
        foreach (IGrouping<SyntaxTree, MissingFunctions> file in all.GroupBy(static missing => missing.Class.SyntaxTree))
        {
            SyntaxNode root = await file.Key.GetRootAsync(cancellation).ConfigureAwait(false);
            SyntaxNode implemented = root.ReplaceNodes(
                file.Select(static missing => missing.Class),
                (old, edited) => ClassBody.AddMethods(edited, file.First(missing => missing.Class == old).Methods));
            solution = solution.WithDocumentSyntaxRoot(solution.GetDocumentId(file.Key)!, implemented);
        }

        return solution;
    }
}
