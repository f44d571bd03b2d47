using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Witx.Bindings.Generator;

/// <summary>
/// Whether the methods that the user wrote are those that generated code declares. Where they are not the compiler sees two methods, one
/// without a body and one without a declaration, and says of neither what it should have been.
/// </summary>
internal static class MethodCheck
{
    /// <summary>The property of a diagnostic that holds the C# names of the functions without a body.</summary>
    public const string Functions = "Functions";

    public static IEnumerable<Diagnostic> Of(CheckedClass type)
    {
        if (type.Model is not { IsHost: true } model)
        {
            yield break;
        }

        IMethodSymbol[] strays = [.. type.Type.GetMembers().OfType<IMethodSymbol>().Where(method => IsStray(method, type))];
        List<string> missing = [];
        foreach (FunctionModel function in model.Functions)
        {
            if (Declaration(type, function) is not { } declared)
            {
                continue;
            }

            IMethodSymbol[] wrong = declared.PartialImplementationPart is { } body
                ? HasSameForm(declared, body) ? [] : [body]
                : [.. strays.Where(stray => stray.Name == function.Name), .. NotPartial(type, declared)];
            foreach (IMethodSymbol method in wrong)
            {
                yield return Diagnostic.Create(
                    TargetErrors.WrongSignature, Place(method), function.Witx, function.Position, SignatureText.Of(declared));
            }

            if (declared.PartialImplementationPart is null && wrong.Length == 0)
            {
                missing.Add(function.Name);
            }
        }

        foreach (Diagnostic diagnostic in Misspelt(type, model, strays, missing))
        {
            yield return diagnostic;
        }

        if (missing.Count > 0 && type.Class.Declaration(type.Cancellation) is { } declaration)
        {
            yield return Diagnostic.Create(
                TargetErrors.NotImplemented,
                declaration.Identifier.GetLocation(),
                System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(Functions, string.Join(";", missing)),
                missing.Count,
                model.Functions.Count,
                string.Join("' and '", model.Sources),
                Some(missing));
        }
    }

    /// <summary>The partial method that generated code declares for a function; null where it declares none.</summary>
    private static IMethodSymbol? Declaration(CheckedClass type, FunctionModel function) =>
        type.Type.GetMembers(function.Name).OfType<IMethodSymbol>().FirstOrDefault(method =>
            method.IsPartialDefinition && method.DeclaringSyntaxReferences.Any(reference => GeneratedPart.Is(reference.SyntaxTree, type.Model)));

    /// <summary>Whether a method is the body of a partial method that nobody declares.</summary>
    private static bool IsStray(IMethodSymbol method, CheckedClass type) =>
        method is { IsPartialDefinition: false, PartialDefinitionPart: null }
        && method.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(type.Cancellation) is MethodDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Methods that are the declared ones but for the word <c>partial</c>.</summary>
    private static IEnumerable<IMethodSymbol> NotPartial(CheckedClass type, IMethodSymbol declared) =>
        type.Type.GetMembers(declared.Name).OfType<IMethodSymbol>().Where(method =>
            method is { MethodKind: MethodKind.Ordinary, IsPartialDefinition: false, Arity: 0 }
            && !method.DeclaringSyntaxReferences.Any(reference =>
                reference.GetSyntax(type.Cancellation) is MethodDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
            && method.Parameters.Length == declared.Parameters.Length
            && method.Parameters.Zip(declared.Parameters, static (a, b) => SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(static same => same));

    private static bool HasSameForm(IMethodSymbol declared, IMethodSymbol body) =>
        SymbolEqualityComparer.Default.Equals(declared.ReturnType, body.ReturnType)
        && declared.RefKind == body.RefKind
        && declared.DeclaredAccessibility == body.DeclaredAccessibility
        && declared.IsStatic == body.IsStatic
        && !body.IsVirtual && !body.IsOverride && !body.IsSealed;

    private static IEnumerable<Diagnostic> Misspelt(CheckedClass type, HostModel model, IMethodSymbol[] strays, List<string> missing)
    {
        if (!type.IsSound)
        {
            return [];
        }

        HashSet<string> all = [.. model.Functions.Select(static function => function.Name)];
        string[] free = [.. missing, .. model.Functions.Where(static function => !function.HasEntry).Select(static function => function.Name)];
        return
            from stray in strays
            where !all.Contains(stray.Name)
            let proposal = Proposal.For(stray.Name, free)
            where proposal.Name is not null
            select Diagnostic.Create(
                TargetErrors.UnknownMethod,
                Place(stray),
                proposal.Properties,
                string.Join("' and '", model.Sources),
                stray.Name,
                proposal.ToString());
    }

    private static Location Place(IMethodSymbol method) => method.Locations[0];

    private static string Some(List<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : string.Join(", ", names.Take(3)) + $" and {names.Count - 3} more";
}
