using System;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Emitting;

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

        string lead = MethodDeclaration.GetLead(function);
        SourceLocation? mapped = function.Location is { } place && CanBeMapped(place, writer.Column(lead)) ? place : null;
        if (mapped is { } line)
        {
            // Tells the compiler where in the witx file the line that follows comes from.
            writer.Directive($"#line ({line.Line + 1},{line.Column + 1})-({line.EndLine + 1},{line.EndColumn}) {writer.Column(lead)} \"{line.Path}\"");
        }
        else
        {
            writer.Line($"// {Printable.Escape(function.Position)}");
        }

        writer.Line(MethodDeclaration.Format(function) + ";");
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
        && Printable.IndexOfUnprintable(place.Path.AsSpan(), out _) < 0
        && Math.Max(place.Line, place.EndLine) < MaxLine
        && Math.Max(Math.Max(place.Column, place.EndColumn), column) < MaxColumn;
}
