using System.Text;

namespace Witx.Bindings.Guests.Text;

/// <summary>Writes indented lines of source text. They end in a line feed on all systems, and have no trailing spaces.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Writes a line, or an empty line if the text is empty.</summary>
    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _ = _text.Append(' ', _depth * 4).Append(text);
        }

        _ = _text.Append('\n');
        _isFirst = false;
    }

    /// <summary>Writes an empty line, except at the start of a block.</summary>
    public void Separate()
    {
        if (!_isFirst)
        {
            Line();
        }
    }

    /// <summary>Writes a line that opens a block, and indents the lines up to <see cref="Close"/>.</summary>
    public void Open(string text)
    {
        Line(text);
        _depth++;
        _isFirst = true;
    }

    /// <summary>Ends a block by a line. If that line opens the next block, as <c>} else {</c> does, indents the lines after it.</summary>
    public void Close(string text = "}", bool opensNext = false)
    {
        _depth--;
        Line(text);
        _depth += opensNext ? 1 : 0;
    }

    public override string ToString() => _text.ToString();
}
