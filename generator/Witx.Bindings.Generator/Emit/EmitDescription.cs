using System.Linq;

namespace Witx.Bindings.Generator;

/// <summary>Writes what an interface says of its functions, for programs that ask at run time.</summary>
internal static class EmitDescription
{
    public static void Write(CodeWriter writer, HostModel model)
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
            [.. function.Parameters.Select(static p => $"new({EmitGlue.Literal(p.Witx)}, {EmitGlue.Literal(p.Docs.Trim())})")];
        writer.Line("new(");
        using (writer.Indent())
        {
            writer.Line($"{EmitGlue.Literal(function.Module)},");
            writer.Line($"{EmitGlue.Literal(function.Witx)},");
            writer.Line($"{EmitGlue.Literal(function.Text)},");
            writer.Line($"{EmitGlue.Literal(function.Docs.Trim())},");
            writer.Line(parameters.Length == 0 ? "[]," : $"[\n    {string.Join(",\n    ", parameters)},\n],");
            writer.Line($"{EmitGlue.Literal(function.Result.Docs.Trim())},");
            writer.Line(function.HasEntry ? "true)," : "false),");
        }
    }
}
