using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Declares the partial method that the user implements.</summary>
internal static class MethodEmitter
{
    private const int MaxLine = 0xfeefed;
    private const int MaxColumn = 0x10000;

    public static void Write(CodeWriter writer, FunctionModel function, bool isClsChecked)
    {
        DocumentationEmitter.Summary(writer, function.Docs);
        foreach (ParameterModel parameter in function.Parameters)
        {
            DocumentationEmitter.Parameter(writer, parameter.Name, parameter.Docs);
        }

        if (function.Result.Kind is not (ResultKind.Nothing or ResultKind.Never))
        {
            DocumentationEmitter.Returns(writer, function.Result.Docs);
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
        SourceLocation? mapped = function.Line is { } place && CanBeMapped(place, writer.Column(lead)) ? place : null;
        if (mapped is { } line)
        {
            // Tells the compiler where in the witx file the line that follows comes from.
            writer.Directive($"#line ({line.Line + 1},{line.Column + 1})-({line.EndLine + 1},{line.EndColumn}) {writer.Column(lead)} \"{line.Path}\"");
        }
        else
        {
            writer.Line($"// {Printable.Escape(function.Position)}");
        }

        writer.Line(Declaration(function) + ";");
        if (mapped is not null)
        {
            writer.Directive($"#line default");
        }
    }

    /// <summary>
    /// Whether a <c>#line</c> directive can name a place: it has no escapes for its path, and the compiler limits its numbers
    /// (CS8938).
    /// </summary>
    private static bool CanBeMapped(SourceLocation place, int column) =>
        place.Path.IndexOf('"') < 0
        && Printable.IndexOfOther(place.Path.AsSpan(), out _) < 0
        && Math.Max(place.Line, place.EndLine) < MaxLine
        && Math.Max(Math.Max(place.Column, place.EndColumn), column) < MaxColumn;

    /// <summary>The method's head.</summary>
    public static string Declaration(FunctionModel function)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.Short]);
        declaration.Append(Lead(function));
        declaration.Append(function.Name);
        declaration.Append('(');
        string first = First(function.Takes);
        declaration.Append(first);
        string lead = first.Length > 0 ? ", " : "";
        foreach (ParameterModel parameter in function.Parameters)
        {
            declaration.Append(lead);
            declaration.Append(parameter.Type);
            declaration.Append(' ');
            declaration.Append(parameter.Name);
            lead = ", ";
        }

        declaration.Append(')');
        return declaration.Finish();
    }

    /// <summary>The types of the method's parameters, with their modifiers.</summary>
    public static IEnumerable<string> ParameterTypes(FunctionModel function)
    {
        IEnumerable<string> types = function.Parameters.Select(static parameter => parameter.Type);
        string first = First(function.Takes);
        return first.Length > 0 ? types.Prepend(first.Substring(0, first.LastIndexOf(' '))) : types;
    }

    private static string Lead(FunctionModel function) => $"public partial {function.Result.Type} ";

    private static string First(FirstParameter takes) => takes switch
    {
        FirstParameter.Memory => "WitxApi::GuestMemory memory",
        FirstParameter.Call => "ref WitxApi::GuestCall call",
        _ => "",
    };
}
