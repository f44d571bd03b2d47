using System;
using System.Collections.Generic;
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

        string lead = Lead(function);
        if (function.Line is { } line)
        {
            writer.Directive(Map(line, writer.Column(lead)));
        }
        else
        {
            writer.Line($"// {function.Position}");
        }

        writer.Line(Declaration(function) + ";");
        if (function.Line is not null)
        {
            writer.Directive("#line default");
        }
    }

    /// <summary>The method's head.</summary>
    public static string Declaration(FunctionModel function) =>
        $"{Lead(function)}{function.Name}({string.Join(", ", Parameters(function).Select(static parameter => $"{parameter.Type} {parameter.Name}"))})";

    /// <summary>The types of the method's parameters, with their modifiers.</summary>
    public static IEnumerable<string> ParameterTypes(FunctionModel function) => Parameters(function).Select(static parameter => parameter.Type);

    private static string Lead(FunctionModel function) => $"public partial {function.Result.Type} ";

    private static IEnumerable<(string Type, string Name)> Parameters(FunctionModel function)
    {
        IEnumerable<(string, string)> parameters = function.Parameters.Select(static parameter => (parameter.Type, parameter.Name));
        return function.Takes switch
        {
            FirstParameter.Memory => [("WitxApi::GuestMemory", "memory"), .. parameters],
            FirstParameter.Call => [("ref WitxApi::GuestCall", "call"), .. parameters],
            _ => parameters,
        };
    }

    /// <summary>Tells the compiler where in a witx file the line that follows comes from.</summary>
    private static string Map(SourceLocation place, int column) =>
        FormattableString.Invariant($"#line ({place.Line + 1},{place.Column + 1})-({place.EndLine + 1},{place.EndColumn}) {column} \"{place.Path}\"");
}
