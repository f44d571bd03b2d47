using System;
using System.Text;

namespace Witx.Bindings.Tool;

/// <summary>Writes blocks of Markdown: headings, paragraphs, code, lists. Lines end in a line feed on all systems.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder _text = new();
    private bool _inList;

    public static string Anchor(string id) => $"<a id=\"{id}\"></a>";

    public void Heading(int level, string text) => Paragraph($"{new string('#', level)} {text}");

    /// <summary>Writes a text of one or more paragraphs. Does nothing if the text is empty.</summary>
    public void Paragraph(string text)
    {
        if (text.Length > 0)
        {
            Separate();
            _ = _text.Append(text.TrimEnd('\n')).Append('\n');
        }
    }

    public void Code(string language, string text) => Paragraph($"```{language}\n{text}\n```");

    /// <summary>Writes an item of a list, followed by a colon and its documentation if there is one.</summary>
    public void Item(int depth, string text, string docs)
    {
        if (!_inList)
        {
            Separate();
            _inList = true;
        }

        string indent = new(' ', 2 * depth);
        string item = docs.Length is 0 ? text : $"{text}: {docs.TrimEnd('\n')}";
        string[] lines = item.Split('\n');
        _ = _text.Append(indent).Append("- ").Append(lines[0]).Append('\n');
        foreach (string line in lines.AsSpan(1))
        {
            _ = line.Length is 0 ? _text.Append('\n') : _text.Append(indent).Append("  ").Append(line).Append('\n');
        }
    }

    public override string ToString() => _text.ToString();

    private void Separate()
    {
        _inList = false;
        if (_text.Length > 0)
        {
            _ = _text.Append('\n');
        }
    }
}
