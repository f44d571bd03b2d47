using System;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the declaration of a partial method that the user implements.</summary>
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

        string lead = MethodDeclaration.FormatLead(function);
        SourceLocation? mapped = function.Location is { } location && CanBeMapped(location, writer.Column(lead)) ? location : null;
        if (mapped is { } line)
        {
            // Maps the declaration to its location in the witx file, so that the compiler reports errors there.
            writer.Directive(
                $"#line ({line.Line + 1},{line.Column + 1})-({line.EndLine + 1},{line.EndColumn}) {writer.Column(lead)} \"{line.Path}\"");
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
    /// True if a <c>#line</c> directive can express a location: the directive has no escapes in its path, and the compiler limits line and
    /// column numbers (CS8938).
    /// </summary>
    private static bool CanBeMapped(SourceLocation location, int column) =>
        location.Path.IndexOf('"') < 0
        && Printable.IndexOfUnprintable(location.Path.AsSpan(), out _) < 0
        && Math.Max(location.Line, location.EndLine) < MaxLine
        && Math.Max(Math.Max(location.Column, location.EndColumn), column) < MaxColumn;
}
