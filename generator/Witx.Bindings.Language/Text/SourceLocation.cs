namespace Witx.Bindings.Language;

/// <summary>
/// A place in a witx file: the span in UTF-16 code units from the start of the text, and the same as zero-based lines and columns.
/// </summary>
/// <param name="Path">The path under which the file was given.</param>
/// <param name="Start">The first code unit.</param>
/// <param name="Length">The number of code units.</param>
/// <param name="Line">The zero-based line of the first code unit.</param>
/// <param name="Column">The zero-based column of the first code unit.</param>
/// <param name="EndLine">The zero-based line just after the last code unit.</param>
/// <param name="EndColumn">The zero-based column just after the last code unit.</param>
public sealed record SourceLocation(string Path, int Start, int Length, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The place as compilers print it, one-based: <c>kv.witx(12,6)</c>.</summary>
    public override string ToString() => $"{Path}({Line + 1},{Column + 1})";
}
