using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Collects the missing nested types that the user's code refers to, and the members that it uses of them.</summary>
/// <param name="isUnbound">Returns true for the full name of a class whose types may be missing.</param>
/// <param name="compilation">The user's code and the generated types.</param>
internal sealed class MissingNames(Func<string, bool> isUnbound, Compilation compilation)
{
    private readonly Dictionary<(string Class, string Name), Expected> _types = [];
    private readonly HashSet<string> _members = [];

    /// <summary>Gets the missing types of a class.</summary>
    public IEnumerable<UnboundType> Find(string type) =>
        from each in _types
        where each.Key.Class == type
        orderby each.Key.Name
        let isEnum = each.Value is { IsValue: false, Members.Count: > 0 }
        select new UnboundType(
            each.Key.Name,
            isEnum,
            [
                .. (isEnum ? each.Value.Members : _members).Where(member => member != each.Key.Name).OrderBy(
                    static member => member, StringComparer.Ordinal),
            ]);

    /// <summary>Collects from one part of an annotated class.</summary>
    public void Read(SyntaxNode part)
    {
        SemanticModel model = compilation.GetSemanticModel(part.SyntaxTree);
        string? own = model.GetDeclaredSymbol(part) is INamedTypeSymbol type
            && ClassDeclarationReader.GetFullName(type) is var name
            && isUnbound(name)
            ? name
            : null;
        foreach (IdentifierNameSyntax id in part.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (!char.IsUpper(id.Identifier.ValueText.FirstOrDefault())
                || model.GetSymbolInfo(id) is not { Symbol: null, CandidateSymbols.IsEmpty: true })
            {
                continue;
            }

            if (Left(id) is { } left)
            {
                ReadMember(model, left, id);
            }
            else if (id.Parent is NameColonSyntax or AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax })
            {
                _members.Add(id.Identifier.ValueText);
            }
            else if (own is not null && id.Parent is not (InvocationExpressionSyntax or NameEqualsSyntax))
            {
                Add(own, id, id);
            }
        }
    }

    private void ReadMember(SemanticModel model, ExpressionSyntax left, IdentifierNameSyntax id)
    {
        if (model.GetSymbolInfo(left).Symbol is INamedTypeSymbol type)
        {
            if (isUnbound(ClassDeclarationReader.GetFullName(type)))
            {
                Add(ClassDeclarationReader.GetFullName(type), id, (ExpressionSyntax)id.Parent!);
            }
        }
        else
        {
            _members.Add(id.Identifier.ValueText);
        }
    }

    private void Add(string type, IdentifierNameSyntax id, ExpressionSyntax whole)
    {
        (string, string) key = (type, id.Identifier.ValueText);
        if (!_types.TryGetValue(key, out Expected? expected))
        {
            _types.Add(key, expected = new Expected());
        }

        if (whole.Parent is MemberAccessExpressionSyntax access && access.Expression == whole)
        {
            expected.IsValue |= access.Parent is InvocationExpressionSyntax;
            expected.Members.Add(access.Name.Identifier.ValueText);
        }

        expected.IsValue |= whole.Parent is ObjectCreationExpressionSyntax;
    }

    /// <summary>The expression or name left of a dot; null for a simple name.</summary>
    private static ExpressionSyntax? Left(IdentifierNameSyntax id) => id.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == id => access.Expression,
        QualifiedNameSyntax qualified when qualified.Right == id => qualified.Left,
        MemberBindingExpressionSyntax => id,
        _ => null,
    };

    private sealed class Expected
    {
        /// <summary>True if the code creates the type or calls its methods, so it is not an enum.</summary>
        public bool IsValue { get; set; }

        public HashSet<string> Members { get; } = [];
    }
}
