using System;
using System.Globalization;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the call of the partial method and the conversion of its result.</summary>
internal static class ResultEmitter
{
    /// <param name="call">The call.</param>
    /// <param name="function">The function.</param>
    /// <param name="end">Writes the return statement of the entry, given the core result.</param>
    public static void Write(CodeWriter writer, string call, FunctionModel function, Action<string> end)
    {
        ResultModel result = function.Result;
        switch (result.Kind)
        {
            case ResultKind.Nothing:
                writer.Line($"{call};");
                end("0");
                break;
            case ResultKind.Never:
                writer.Line($"{call};");
                writer.Line($"return WitxGlue::Faults.ThrowReturned({Literal(function)});");
                break;
            case ResultKind.Value when result.Outputs.Count == 0:
            case ResultKind.Error:
                end(Core(result.Core!, call));
                break;
            case ResultKind.Outcome when result.Outputs.Count == 0:
                end($"{call}.IsOk ? 0 : 1");
                break;
            case ResultKind.Value:
                writer.Line($"{result.Type} answer = {call};");
                Outs(writer, function, "answer", 2);
                end(Core(result.Core!, "answer.Item1"));
                break;
            default:
                writer.Line($"{result.Type} answer = {call};");
                using (writer.Block("if (!answer.IsOk)"))
                {
                    end(result.Core is null ? "1" : Error(function, "answer.Error"));
                }

                writer.Line();
                Outs(writer, function, "answer.Value", 1);
                end("0");
                break;
        }
    }

    /// <summary>Formats the core result of an error. If success has a value, an error of 0 throws, because it would mean success.</summary>
    public static string Error(FunctionModel function, string error) =>
        function.Result.Outputs.Count == 0
            ? Core(function.Result.Core!, error)
            : $"{error} != {(function.Result.Success is { } success ? TypeNames.Format(success) : "default")}\n    ? "
                + $"{Core(function.Result.Core!, error)}\n    : WitxGlue::Faults.ThrowNoValue({Literal(function)})";

    /// <summary>Writes the outputs, last one first. The order is visible to a guest if two of its addresses overlap.</summary>
    private static void Outs(CodeWriter writer, FunctionModel function, string values, int first)
    {
        EquatableArray<OutputModel> outs = function.Result.Outputs;
        for (int i = outs.Count - 1; i >= 0; i--)
        {
            string slice = function.IsReentrant ? $"call.Memory.{ParameterEmitter.Place(function.Signature, outs[i])}" : outs[i].Name;
            string value = outs.Count == 1 && first == 1 ? values : $"{values}.Item{(i + first).ToString(CultureInfo.InvariantCulture)}";
            writer.Line($"{outs[i].Shape.Codec}.Write({slice}, {value});");
        }
    }

    private static string Literal(FunctionModel function) => LiteralEmitter.Format(function.Module + "." + function.Witx);

    /// <summary>Formats the conversion of a value to the bits of the core result.</summary>
    private static string Core(Shape shape, string value) => shape switch
    {
        BoolShape => $"{value} ? 1 : 0",
        HandleShape => $"{value}.Value",
        NumberShape { Kind: BuiltinKind.F32 } => $"global::System.BitConverter.SingleToUInt32Bits({value})",
        NumberShape { Kind: BuiltinKind.F64 } => $"global::System.BitConverter.DoubleToInt64Bits({value})",
        NumberShape { Kind: BuiltinKind.Char } => $"{value}.Value",
        NumberShape { Kind: BuiltinKind.S8 or BuiltinKind.S16 or BuiltinKind.S32 } => $"unchecked((uint){value})",
        NumberShape { Kind: BuiltinKind.S64 } => value,
        NumberShape { Kind: BuiltinKind.U64 or BuiltinKind.USize } => $"unchecked((long){value})",
        NumberShape => value,
        PointerShape => $"unchecked((long){value}.Address)",
        { Size: 8 } => $"unchecked((long){value})",
        _ => $"(long){value}",
    };
}
