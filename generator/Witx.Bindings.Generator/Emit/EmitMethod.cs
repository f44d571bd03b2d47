using System;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Declares the partial method that the user implements.</summary>
internal static class EmitMethod
{
    public static void Write(CodeWriter writer, FunctionModel function, bool isClsChecked)
    {
        EmitDocs.Summary(writer, function.Docs);
        foreach (ParameterModel parameter in function.Parameters)
        {
            EmitDocs.Parameter(writer, parameter.Name, parameter.Docs);
        }

        if (function.Result.Kind is not (ResultKind.Nothing or ResultKind.Never))
        {
            EmitDocs.Returns(writer, function.Result.Docs);
        }

        if (function.Result.Kind is ResultKind.Never)
        {
            writer.Line("[global::System.Diagnostics.CodeAnalysis.DoesNotReturn]");
        }

        if (isClsChecked)
        {
            writer.Line("[global::System.CLSCompliant(false)]");
        }

        string lead = "public partial " + function.Result.Type + " ";
        if (function.Line is { } line)
        {
            writer.Directive(Map(line, writer.Column(lead)));
        }
        else
        {
            writer.Line($"// {function.Position}");
        }

        writer.Line($"{lead}{function.Name}({Parameters(function)});");
        if (function.Line is not null)
        {
            writer.Directive("#line default");
        }
    }

    private static string Parameters(FunctionModel function)
    {
        string[] parameters = [.. function.Parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}")];
        string? first = function.Takes switch
        {
            FirstParameter.Memory => "WitxApi::GuestMemory memory",
            FirstParameter.Call => "ref WitxApi::GuestCall call",
            _ => null,
        };
        return string.Join(", ", first is null ? parameters : [first, .. parameters]);
    }

    /// <summary>Tells the compiler where in a witx file the line that follows comes from.</summary>
    private static string Map(SourceLocation place, int column) =>
        FormattableString.Invariant($"#line ({place.Line + 1},{place.Column + 1})-({place.EndLine + 1},{place.EndColumn}) {column} \"{place.Path}\"");
}
