using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Declares the partial method that the user implements.</summary>
internal static class EmitMethod
{
    public static void Write(CodeWriter writer, FunctionModel function)
    {
        EmitDocs.Summary(writer, function.Docs);
        foreach (ParameterModel parameter in function.Parameters)
        {
            EmitDocs.Parameter(writer, parameter.Name, parameter.Docs);
        }

        if (function.Result.Type is not "void")
        {
            EmitDocs.Returns(writer, function.Result.Docs);
        }

        if (function.Result.IsNoReturn)
        {
            writer.Line("[global::System.Diagnostics.CodeAnalysis.DoesNotReturn]");
        }

        string lead = "public partial " + function.Result.Type + " ";
        if (function.Line is { } line)
        {
            writer.Directive(EmitLines.Map(line, writer.Column(lead)));
        }
        else
        {
            writer.Line($"// {function.Position}");
        }

        writer.Line($"{lead}{function.Name}({string.Join(", ", Parameters(function))});");
        if (function.Line is not null)
        {
            writer.Directive("#line default");
        }
    }

    private static string[] Parameters(FunctionModel function) =>
    [
        .. function.TakesMemory ? ["WitxApi::GuestMemory memory"] : (string[])[],
        .. function.Parameters.Select(static parameter => $"{ParameterType(parameter.Shape)} {parameter.Name}"),
    ];

    /// <summary>The C# type of a parameter: of a reference a view, of data the data.</summary>
    public static string ParameterType(Shape shape) => shape switch
    {
        PointerShape pointer => $"WitxApi::GuestRef<{pointer.Target.Type}>",
        ListShape list => $"WitxApi::GuestList<{list.Element.Type}>",
        StringShape => "WitxApi::GuestString",
        CompoundShape compound => "in " + compound.Type,
        _ => shape.Type,
    };
}

/// <summary>Tells the compiler where in a witx file something comes from.</summary>
internal static class EmitLines
{
    public static string Map(SourceLocation place, int column) =>
        System.FormattableString.Invariant(
            $"#line ({place.Line + 1},{place.Column + 1})-({place.EndLine + 1},{place.EndColumn}) {column} \"{place.Path}\"");
}
