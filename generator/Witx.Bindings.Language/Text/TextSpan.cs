namespace Witx.Bindings.Language;

/// <summary>A stretch of a file's text, in UTF-16 code units.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;
}
