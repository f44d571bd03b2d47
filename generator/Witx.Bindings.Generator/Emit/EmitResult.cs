using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Writes the call of the partial method and what becomes of its answer.</summary>
internal static class EmitResult
{
    public static void Write(CodeWriter writer, string call, string module, FunctionModel function)
    {
        ResultModel result = function.Result;
        string literal = EmitGlue.Literal(module + "." + function.Witx);
        if (result.Type is "void")
        {
            writer.Line($"{call};");
            writer.Line(result.IsNoReturn ? $"return WitxGlue::Faults.ThrowReturned({literal});" : "return 0;");
            return;
        }

        if (result.Outs.Count == 0)
        {
            writer.Line($"return {Core((result.Error ?? result.Direct)!, call)};");
            return;
        }

        writer.Line($"{result.Type} answer = {call};");
        using (writer.Block("if (!answer.IsOk)"))
        {
            if (result.Error is { } error)
            {
                writer.Line($"return answer.Error != {result.Success}");
                writer.Line($"    ? {Core(error, "answer.Error")}");
                writer.Line($"    : WitxGlue::Faults.ThrowNoValue({literal});");
            }
            else
            {
                writer.Line("return 1;");
            }
        }

        writer.Line();

        // The last one first: that is what shows where two of the places overlap.
        for (int i = result.Outs.Count - 1; i >= 0; i--)
        {
            OutModel output = result.Outs[i];
            string value = result.Outs.Count == 1 ? "answer.Value" : $"answer.Value.Item{i + 1}";
            writer.Line($"{output.Shape.Codec}.Write({output.Name}, {value});");
        }

        writer.Line("return 0;");
    }

    /// <summary>The bits of a core result.</summary>
    private static string Core(Shape shape, string value) => shape switch
    {
        BoolShape => $"{value} ? 1 : 0",
        HandleShape => $"{value}.Value",
        NumberShape { Kind: BuiltinKind.F32 } => $"global::System.BitConverter.SingleToUInt32Bits({value})",
        NumberShape { Kind: BuiltinKind.F64 } => $"global::System.BitConverter.DoubleToInt64Bits({value})",
        NumberShape { Kind: BuiltinKind.Char } => $"{value}.Value",
        NumberShape { Kind: BuiltinKind.S8 or BuiltinKind.S16 or BuiltinKind.S32 } => $"unchecked((uint){value})",
        NumberShape { Kind: BuiltinKind.S64 } => value,
        NumberShape { Size: 8 } => $"unchecked((long){value})",
        NumberShape => value,
        PointerShape => $"unchecked((long){value}.Address)",
        { Size: 8 } => $"unchecked((long){value})",
        _ => $"(long){value}",
    };
}
