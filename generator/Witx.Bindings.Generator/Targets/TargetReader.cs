using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Witx.Bindings.Generator;

/// <summary>Reads annotated classes: the one place where the compiler's symbols become plain data.</summary>
internal static class TargetReader
{
    public const string ModuleAttribute = "Witx.Bindings.WitxModuleAttribute";
    public const string TypesAttribute = "Witx.Bindings.WitxTypesAttribute";
    private const string FaultsAttribute = "Witx.Bindings.WitxFaultsAttribute";

    private static readonly SymbolDisplayFormat s_name = SymbolDisplayFormat.MinimallyQualifiedFormat;

    private static readonly SymbolDisplayFormat s_fullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>The targets that one class is: one for each of its attributes.</summary>
    public static ImmutableArray<WitxTarget> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return [];
        }

        ClassModel @class = ReadClass(type);
        return
        [
            .. from attribute in context.Attributes
               let path = Path(attribute)
               where path is not null
               select new WitxTarget(@class, path, IsModule(attribute) ? ReadModule(type, attribute) : null),
        ];
    }

    private static ClassModel ReadClass(INamedTypeSymbol type)
    {
        List<string> containers = [];
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, Declaration(outer));
        }

        return new ClassModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : Escaped(type.ContainingNamespace),
            [.. containers],
            Declaration(type),
            type.ToDisplayString(s_name),
            type.ToDisplayString(s_fullName));
    }

    private static ModuleOptions ReadModule(INamedTypeSymbol type, AttributeData attribute)
    {
        AttributeData? faults = type.GetAttributes().FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == FaultsAttribute);
        return new ModuleOptions(
            Text(attribute, "Module"),
            Named(attribute, "PointerWidth") is { Value: int width } ? width : 32,
            Named(attribute, "Missing") is { Value: int missing } ? (MissingFunction)missing : MissingFunction.CompileError,
            Text(attribute, "MissingError"),
            new FaultAnswers(
                Text(faults, "OutOfBounds"), Text(faults, "Misaligned"), Text(faults, "UnknownValue"), Text(faults, "InvalidUtf8")),
            Named(attribute, "Types") is { Value: INamedTypeSymbol types } ? ReadTypes(types) : null,
            [.. type.GetMembers().OfType<IMethodSymbol>().Select(static method => method.Name).Distinct().OrderBy(static name => name, System.StringComparer.Ordinal)]);
    }

    private static SharedTypes? ReadTypes(INamedTypeSymbol types) =>
        types.GetAttributes().FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == TypesAttribute) is { } attribute
        && Path(attribute) is { } path
            ? new SharedTypes(types.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), path)
            : null;

    private static bool IsModule(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == ModuleAttribute;

    private static string? Path(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: string path }] ? path : null;

    private static TypedConstant? Named(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.Where(argument => argument.Key == name).Select(static argument => (TypedConstant?)argument.Value).FirstOrDefault();

    private static string? Text(AttributeData? attribute, string name) => Named(attribute, name)?.Value as string;

    private static string Declaration(INamedTypeSymbol type) =>
        (type.IsStatic ? "static " : "")
        + "partial "
        + (type.IsRecord ? "record " : "")
        + (type.TypeKind is TypeKind.Struct ? "struct " : type.TypeKind is TypeKind.Interface ? "interface " : type.IsRecord ? "" : "class ")
        + type.ToDisplayString(s_name);

    private static string Escaped(INamespaceSymbol name) =>
        string.Join(".", name.ToDisplayParts()
            .Where(static part => part.Kind is SymbolDisplayPartKind.NamespaceName)
            .Select(static part => SyntaxFacts.GetKeywordKind(part.ToString()) is SyntaxKind.None ? part.ToString() : "@" + part));
}
