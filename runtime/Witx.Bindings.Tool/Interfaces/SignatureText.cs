using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats core signatures: <c>(i32 i64) -> (i32)</c>.</summary>
internal static class SignatureText
{
    public static string Format(WitxFunction function, PointerWidth width)
    {
        FunctionSignature signature = FunctionSignature.Create(function, width);
        string parameters = string.Join(' ', signature.Parameters.Select(static parameter => parameter.Type.ToText()));
        return $"({parameters}) -> ({signature.Result?.ToText()})";
    }
}
