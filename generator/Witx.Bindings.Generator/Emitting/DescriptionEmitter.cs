using System.Linq;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the implementation of <c>IDescribedHost</c>, which describes the functions at run time.</summary>
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
            [.. function.Parameters.Select(static p => $"new({LiteralEmitter.Format(p.Witx)}, {LiteralEmitter.Format(p.Docs.Trim())})")];
        writer.Line("new(");
        using (writer.Indent())
        {
            writer.Line($"{LiteralEmitter.Format(function.Module)},");
            writer.Line($"{LiteralEmitter.Format(function.Witx)},");
            writer.Line($"{LiteralEmitter.Format(function.Text)},");
            writer.Line($"{LiteralEmitter.Format(function.Docs.Trim())},");
            writer.Line(parameters.Length == 0 ? "[]," : $"[\n    {string.Join(",\n    ", parameters)},\n],");
            writer.Line($"{LiteralEmitter.Format(function.Result.Docs.Trim())},");
            writer.Line(function.HasEntry ? "true)," : "false),");
        }
    }
}
