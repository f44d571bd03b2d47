using System.Linq;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.CodeFixes;

/// <summary>Writes a method that returns a "not implemented" error of its interface, or traps if the interface has none.</summary>
internal static class FunctionStub
{
    /// <summary>The C# names of common "not implemented" errors.</summary>
    private static readonly string[] s_notImplemented =
    [
        "Nosys",
        "Notsup",
        "NotImplemented",
        "NotSupported",
        "Unimplemented",
        "Unsupported",
    ];

    private static readonly SymbolDisplayFormat s_method = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType
                | SymbolDisplayParameterOptions.IncludeName
                | SymbolDisplayParameterOptions.IncludeModifiers)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Formats a method with fully qualified names.</summary>
    public static string Write(IMethodSymbol method) => $"public partial {method.ToDisplayString(s_method)} => {Body(method)};";

    private static string Body(IMethodSymbol method)
    {
        ITypeSymbol error =
            method.ReturnType is INamedTypeSymbol { Name: "Result", TypeArguments: [_, var second] } ? second : method.ReturnType;
        string? answer = error.TypeKind is TypeKind.Enum ? s_notImplemented.FirstOrDefault(name => !error.GetMembers(name).IsEmpty) : null;
        return answer is null
            ? $"throw new global::Witx.Bindings.WitxTrapException(\"{method.Name} is not implemented\")"
            : $"{error.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{answer}";
    }
}
