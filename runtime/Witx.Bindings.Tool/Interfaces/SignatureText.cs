using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>A core signature as WebAssembly writes it: <c>(i32 i64) -> (i32)</c>.</summary>
internal static class SignatureText
{
    public static string Of(WitxFunction function, PointerWidth width)
    {
        FunctionSignature signature = FunctionSignature.Of(function, width);
        return $"({string.Join(' ', signature.Parameters.Select(static parameter => Of(parameter.Type)))}) -> ({Of(signature.Result)})";
    }

    private static string Of(CoreType? type) => $"{type}".ToLowerInvariant();
}
