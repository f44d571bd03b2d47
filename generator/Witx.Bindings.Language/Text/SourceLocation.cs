namespace Witx.Bindings.Language;

/// <summary>
/// A location in a witx file: a span in UTF-16 code units from the start of the text, and the same span as zero-based lines and columns.
/// </summary>
/// <param name="Path">The path of the file, as passed to the parser.</param>
/// <param name="Start">The index of the first code unit.</param>
/// <param name="Length">The number of code units.</param>
/// <param name="Line">The zero-based line of the first code unit.</param>
/// <param name="Column">The zero-based column of the first code unit.</param>
/// <param name="EndLine">The zero-based line of the end, which is exclusive.</param>
/// <param name="EndColumn">The zero-based column of the end, which is exclusive.</param>
public sealed record SourceLocation(string Path, int Start, int Length, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>Formats the location as compilers do, with one-based numbers: <c>kv.witx(12,6)</c>.</summary>
    public override string ToString() => $"{Path}({Line + 1},{Column + 1})";
}
