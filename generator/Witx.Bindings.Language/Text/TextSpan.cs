namespace Witx.Bindings.Language.Text;

/// <summary>A span of a file's text, in UTF-16 code units.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;
}
