using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the code between the guest and the partial methods: the function table, the entries and the codecs.</summary>
internal static class GlueEmitter
{
    public static void Write(CodeWriter writer, GeneratedClass model)
    {
        if (model.IsHost)
        {
            writer.Line(
                "// All instances of the class share the table. The entries are instance methods because a delegate calls those directly;");
            writer.Line("// a delegate to a static method shifts the arguments first.");
        }

        HostEmitter.Attributes(writer, isClsChecked: false);
        using (writer.Block("private sealed class WitxAbi" + (model.IsHost ? " : WitxGlue::IWitxSignatureSource" : "")))
        {
            if (model.IsHost)
            {
                Table(writer, model);
            }

            if (model.IsHost)
            {
                writer.Separate();
                SignatureEmitter.Write(writer, model);
            }

            if (model.Hooks.OnReturn)
            {
                writer.Separate();
                HookEmitter.Return(writer, model);
            }

            foreach (FunctionModel function in model.Functions.Where(static function => function.HasEntry))
            {
                writer.Separate();
                EntryEmitter.Write(writer, model, function);
            }

            foreach (CodecModel codec in model.Codecs)
            {
                writer.Separate();
                CodecEmitter.Write(writer, codec);
            }
        }
    }

    private static void Table(CodeWriter writer, GeneratedClass model)
    {
        foreach (CoreType type in UsedTypes(model))
        {
            writer.Line($"private const WitxGlue::CoreType {type} = WitxGlue::CoreType.{type};");
        }

        writer.Separate();
        writer.Separate();
        writer.Line("internal static readonly WitxGlue::HostFunction[] Functions = new WitxAbi().Table();");
        writer.Separate();
        writer.Line("private WitxGlue::HostFunction[] Table() =>");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (FunctionModel function in model.Functions)
            {
                Row(writer, function);
            }
        }

        writer.Line("];");
        foreach (
            EnumValue answer in model.Functions.Select(static f => f.Body)
                .Where(static b => b.Kind is BodyKind.Return)
                .Select(static b => b.Error!)
                .Distinct())
        {
            writer.Separate();
            writer.Line(
                $"private long {MissingName(answer)}(object host, WitxGlue::HostValues arguments, WitxApi::GuestMemory memory) => "
                    + $"(long){answer};");
        }
    }

    private static void Row(CodeWriter writer, FunctionModel function)
    {
        writer.Append($"new({LiteralEmitter.Format(function.Module)}, {LiteralEmitter.Format(function.Witx)}, ");
        Signature(writer, function.Signature);
        switch (function.Body)
        {
            case { Kind: BodyKind.Return, Error: { } answer }:
                writer.Line($", false, {MissingName(answer)}),");
                break;
            case { Kind: BodyKind.Trap }:
                writer.Line($", false, static (_, _, _) => "
                    + $"WitxGlue::Faults.ThrowNotImplemented({LiteralEmitter.Format(function.Module + "." + function.Witx)})),");
                break;
            case var _ when function.IsReentrant:
                string name = LiteralEmitter.Format(function.Module + "." + function.Witx);
                writer.Line($", true, static (_, _, _) => WitxGlue::Faults.ThrowNotReentrant({name})) "
                    + $"{{ Reentry = {function.Entry}, SignatureSource = this }},");
                break;
            default:
                writer.Line($", {(function.UsesMemory ? "true" : "false")}, {function.Entry}) {{ SignatureSource = this }},");
                break;
        }
    }

    private static string MissingName(EnumValue answer) => "Missing" + answer.Member;

    private static void Signature(CodeWriter writer, SignatureModel signature)
    {
        string lead = "new([";
        foreach (CoreArgument parameter in signature.Parameters)
        {
            writer.Append($"{lead}{parameter.Type}");
            lead = ", ";
        }

        writer.Append(signature.Parameters.Count == 0 ? "new([]" : "]");
        if (signature.Result is { } result)
        {
            writer.Append($", {result}");
        }

        writer.Append(")");
    }

    private static IEnumerable<CoreType> UsedTypes(GeneratedClass model)
    {
        foreach (CoreType type in (CoreType[])[CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64])
        {
            if (model.Functions.Any(function =>
                function.Signature.Result == type || function.Signature.Parameters.Any(parameter => parameter.Type == type)))
            {
                yield return type;
            }
        }
    }
}
