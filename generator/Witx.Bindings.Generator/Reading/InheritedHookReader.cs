using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>
/// Reads the <c>OnException</c> methods that a host inherits. A method that the host cannot call, such as the private hook of a base class,
/// is not inherited.
/// </summary>
internal static class InheritedHookReader
{
    private const string Name = "OnException";

    public static IEnumerable<InheritedHook> Read(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type.BaseType; each is { BaseType: not null }; each = each.BaseType)
        {
            foreach (IMethodSymbol method in each.GetMembers(Name).OfType<IMethodSymbol>())
            {
                if (IsHook(method) && CanCall(type, method))
                {
                    yield return Create(method.Parameters[1].Type);
                }
            }
        }
    }

    private static bool IsHook(IMethodSymbol method) =>
        method is { IsStatic: false, ReturnsVoid: true, Arity: 0 }
        && method.Parameters is [{ RefKind: RefKind.None }, { RefKind: RefKind.Ref }, { RefKind: RefKind.Ref }]
        && method.Parameters[0].Type.ToDisplayString() is "System.Exception"
        && method.Parameters[2].Type.SpecialType is SpecialType.System_Boolean;

    private static bool CanCall(INamedTypeSymbol type, IMethodSymbol method) => method.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, type.ContainingAssembly)
            || method.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
        _ => false,
    };

    private static InheritedHook Create(ITypeSymbol error) => new(
        error.Name,
        error is { TypeKind: not TypeKind.Error, ContainingType: { } container }
            ? container.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)
            : null);
}
