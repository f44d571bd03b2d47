using System.Linq;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>
/// Writes the method that describes the parameters and the results of the functions. Nothing is created before an embedder asks for it.
/// </summary>
internal static class SignatureEmitter
{
    public static void Write(CodeWriter writer, GeneratedClass model)
    {
        writer.Line("WitxGlue::WitxSignature? WitxGlue::IWitxSignatureSource.CreateSignature(string function) => function switch");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (FunctionModel function in model.Functions.Where(static function => function.HasEntry))
            {
                writer.Line($"{LiteralEmitter.Format(function.Witx)} => new(");
                using (writer.Indent())
                {
                    Parameters(writer, function);
                    Result(writer, function);
                }
            }

            writer.Line("_ => null,");
        }

        writer.Line("};");
    }

    private static void Parameters(CodeWriter writer, FunctionModel function)
    {
        if (function.Parameters.Count == 0)
        {
            writer.Line("[],");
            return;
        }

        writer.Line("[");
        using (writer.Indent())
        {
            foreach (ParameterModel parameter in function.Parameters)
            {
                Parameter(writer, parameter.Shape, parameter.Witx, parameter.Slot, function.Signature, isOutput: false);
            }
        }

        writer.Line("],");
    }

    private static void Result(CodeWriter writer, FunctionModel function)
    {
        ResultModel result = function.Result;
        string kind = result.Kind switch
        {
            ResultKind.Nothing => "None",
            ResultKind.Never => "NoReturn",
            ResultKind.Value => "Value",
            ResultKind.Outcome => "Failure",
            _ => "Error",
        };
        writer.Append($"new({LiteralEmitter.Format(result.Witx)}, WitxGlue::WitxResultKind.{kind}, ");
        if (result.Core is { } core)
        {
            writer.Append($"WitxGlue::GuestCodec.Create<{core.Type}, {core.Codec}>()");
        }
        else
        {
            writer.Append("null");
        }

        if (result.Outputs.Count == 0)
        {
            writer.Line(", [])),");
            return;
        }

        writer.Line(", [");
        using (writer.Indent())
        {
            foreach (OutputModel output in result.Outputs)
            {
                Parameter(writer, output.Shape, output.Witx, output.Slot, function.Signature, isOutput: true);
            }
        }

        writer.Line("])),");
    }

    private static void Parameter(CodeWriter writer, Shape shape, string witx, int slot, SignatureModel signature, bool isOutput)
    {
        (string factory, Shape? data) = shape switch
        {
            _ when isOutput => ("Pointer", shape),
            PointerShape pointer => ("Pointer", pointer.Target),
            ListShape list => ("List", list.Element),
            StringShape => ("String", null),
            CompoundShape => ("Record", shape),
            _ => ("Value", (Shape?)shape),
        };
        writer.Append($"WitxGlue::WitxParameter.Create{factory}");
        if (data is not null)
        {
            writer.Append($"<{data.Type}, {data.Codec}>");
        }

        writer.Line($"({LiteralEmitter.Format(witx)}, {slot}, {signature.Parameters[slot].Type}),");
    }
}
