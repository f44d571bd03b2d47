using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads the members of a class that are not generated. An analyzer sees both.</summary>
internal static class WrittenMemberReader
{
    // The compiler puts generated files into a folder named after the generator's type.
    private const string GeneratorName = "Witx.Bindings.Generator.WitxGenerator";

    /// <summary>Gets the user's members in source order.</summary>
    public static IEnumerable<WrittenSymbol> Read(INamedTypeSymbol type)
    {
        Dictionary<string, int> counts = [];
        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsImplicitlyDeclared
                && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
                && Written(member) is { } written)
            {
                counts[member.Name] = counts.TryGetValue(member.Name, out int count) ? count + 1 : 0;
                yield return new WrittenSymbol(written.Symbol, written.Syntax, member.Name, counts[member.Name]);
            }
        }
    }

    private static (ISymbol Symbol, SyntaxReference Syntax)? Written(ISymbol member)
    {
        ISymbol[] parts = member is IMethodSymbol { PartialImplementationPart: { } body } ? [member, body] : [member];
        return (
            from part in parts
            from syntax in part.DeclaringSyntaxReferences
            where !IsGenerated(syntax.SyntaxTree)
            select ((ISymbol, SyntaxReference)?)(part, syntax)).FirstOrDefault();
    }

    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)
        && tree.FilePath.IndexOf(GeneratorName, StringComparison.Ordinal) >= 0;
}

/// <summary>A member declared in the user's source.</summary>
/// <param name="Symbol">The member; for a partial method, the user's part.</param>
/// <param name="Syntax">Its declaration.</param>
/// <param name="Name">Its name.</param>
/// <param name="Index">Its index among the members of that name.</param>
internal readonly record struct WrittenSymbol(ISymbol Symbol, SyntaxReference Syntax, string Name, int Index)
{
    public Location Location
    {
        get
        {
            SyntaxTree tree = Syntax.SyntaxTree;
            return Symbol.Locations.First(location => location.SourceTree == tree);
        }
    }
}
