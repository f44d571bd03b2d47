using System.Linq;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.CodeFixes;

/// <summary>Writes a method that does nothing yet, and that tells the guest so in the words of its interface, or else by a trap.</summary>
internal static class FunctionStub
{
    /// <summary>What interfaces call the error of a function that is not there, as C# names it.</summary>
    private static readonly string[] s_notImplemented = ["Nosys", "Notsup", "NotImplemented", "NotSupported", "Unimplemented", "Unsupported"];

    private static readonly SymbolDisplayFormat s_method = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeModifiers)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The method, with every name in full.</summary>
    public static string Write(IMethodSymbol method) => $"public partial {method.ToDisplayString(s_method)} => {Body(method)};";

    private static string Body(IMethodSymbol method)
    {
        ITypeSymbol error = method.ReturnType is INamedTypeSymbol { Name: "Result", TypeArguments: [_, var second] } ? second : method.ReturnType;
        string? answer = error.TypeKind is TypeKind.Enum ? s_notImplemented.FirstOrDefault(name => !error.GetMembers(name).IsEmpty) : null;
        return answer is null
            ? $"throw new global::Witx.Bindings.WitxTrapException(\"{method.Name} is not implemented\")"
            : $"{error.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{answer}";
    }
}
