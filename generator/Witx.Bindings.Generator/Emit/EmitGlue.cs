using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Writes what lies between the guest and the partial methods: the table of functions, their entries, and the codecs.</summary>
internal static class EmitGlue
{
    public static void Write(CodeWriter writer, ClassModel @class, ModuleModel module)
    {
        writer.Line("// Every instance of the class shares the table. The entries are instance methods because delegates to those are called at once;");
        writer.Line("// to a static method they would have to move the arguments first.");
        writer.Line(EmitHost.GeneratedCode);
        using (writer.Block("private sealed class WitxEntries"))
        {
            foreach (CoreType type in UsedTypes(module))
            {
                writer.Line($"private const WitxGlue::CoreType {type} = WitxGlue::CoreType.{type};");
            }

            writer.Line();
            writer.Line("internal static readonly WitxGlue::HostFunction[] Functions = new WitxEntries().Table();");
            writer.Line();
            Table(writer, module);
            if (module.Functions.FirstOrDefault(static function => function.Body.Kind is BodyKind.Return) is { Body.Answer: { } answer })
            {
                writer.Line();
                writer.Line(
                    $"private long Missing(object host, WitxGlue::HostValues arguments, WitxApi::GuestMemory memory) => (long){answer};");
            }

            foreach (FunctionModel function in module.Functions)
            {
                if (function.Body.Kind is BodyKind.User)
                {
                    writer.Line();
                    EmitEntry.Write(writer, @class, module.Name, function);
                }
            }

            foreach (CodecModel codec in module.Codecs)
            {
                writer.Line();
                EmitCodec.Write(writer, codec);
            }
        }
    }

    private static void Table(CodeWriter writer, ModuleModel module)
    {
        writer.Line("private WitxGlue::HostFunction[] Table() =>");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (FunctionModel function in module.Functions)
            {
                writer.Line(
                    $"new({Literal(module.Name)}, {Literal(function.Witx)}, {Signature(function.Signature)}, {Bool(UsesMemory(function))}, {Entry(module, function)}),");
            }
        }

        writer.Line("];");
    }

    private static string Signature(SignatureModel signature)
    {
        string parameters = string.Join(", ", signature.Parameters.Select(static parameter => parameter.Type.ToString()));
        return signature.Result is { } result ? $"new([{parameters}], {result})" : $"new([{parameters}])";
    }

    private static string Entry(ModuleModel module, FunctionModel function) => function.Body switch
    {
        { Kind: BodyKind.User } => function.Name,
        { Kind: BodyKind.Return } => "Missing",
        _ => $"static (_, _, _) => WitxGlue::Faults.ThrowNotImplemented({Literal(module.Name + "." + function.Witx)})",
    };

    private static bool UsesMemory(FunctionModel function) =>
        function.Body.Kind is BodyKind.User
        && (function.TakesMemory
            || function.Result.Outs.Count > 0
            || function.Parameters.Any(static parameter => parameter.Shape is CompoundShape or PointerShape or ListShape or StringShape));

    private static IEnumerable<CoreType> UsedTypes(ModuleModel module) =>
        module.Functions
            .SelectMany(static function => function.Signature.Parameters.Select(static parameter => (CoreType?)parameter.Type).Concat([function.Signature.Result]))
            .OfType<CoreType>()
            .Distinct()
            .OrderBy(static type => type);

    private static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A string literal of C#.</summary>
    public static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);
}
