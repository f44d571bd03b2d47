using System.Linq;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes what an interface says of its functions, for programs that ask at run time.</summary>
internal static class DescriptionEmitter
{
    public static void Write(CodeWriter writer, GeneratedClass model)
    {
        writer.Line(
            "global::System.Collections.Immutable.ImmutableArray<WitxApi::FunctionDescription> WitxApi::IDescribedHost.Describe() =>");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (FunctionModel function in model.Functions)
            {
                Function(writer, function);
            }
        }

        writer.Line("];");
    }

    private static void Function(CodeWriter writer, FunctionModel function)
    {
        string[] parameters =
            [.. function.Parameters.Select(static p => $"new({LiteralEmitter.Write(p.Witx)}, {LiteralEmitter.Write(p.Docs.Trim())})")];
        writer.Line("new(");
        using (writer.Indent())
        {
            writer.Line($"{LiteralEmitter.Write(function.Module)},");
            writer.Line($"{LiteralEmitter.Write(function.Witx)},");
            writer.Line($"{LiteralEmitter.Write(function.Text)},");
            writer.Line($"{LiteralEmitter.Write(function.Docs.Trim())},");
            writer.Line(parameters.Length == 0 ? "[]," : $"[\n    {string.Join(",\n    ", parameters)},\n],");
            writer.Line($"{LiteralEmitter.Write(function.Result.Docs.Trim())},");
            writer.Line(function.HasEntry ? "true)," : "false),");
        }
    }
}
