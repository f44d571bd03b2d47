using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Witx.Bindings.Generator;

/// <summary>Writes indented text: four spaces a level, one newline on every system, no space at the end of a line.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new(64 * 1024);
    private int _depth;
    private bool _isLineOpen;
    private bool _isMemberFirst = true;

    public void Line(string text)
    {
        Write(text);
        Line();
    }

    public void Line([InterpolatedStringHandlerArgument("")] ref Text text) => Line();

    public void Line()
    {
        _text.Append('\n');
        _isLineOpen = false;
    }

    /// <summary>A line that the indentation does not move.</summary>
    public void Directive(string text)
    {
        _text.Append(text).Append('\n');
    }

    /// <summary>The column, from 1, of what a line goes on with behind <paramref name="lead"/>.</summary>
    public int Column(string lead) => (_depth * 4) + lead.Length + 1;

    /// <summary>An empty line between what was written in this block and what follows, and none before the first.</summary>
    public void Separate()
    {
        if (!_isMemberFirst)
        {
            Line();
        }

        _isMemberFirst = false;
    }

    /// <summary>Opens braces, to be closed by disposing, behind a line that says of what.</summary>
    public Scope Block(string header, string end = "}")
    {
        Line(header);
        return Open(end);
    }

    /// <inheritdoc cref="Block(string, string)"/>
    public Scope Block([InterpolatedStringHandlerArgument("")] ref Text header)
    {
        Line();
        return Open("}");
    }

    public Scope Indent()
    {
        _depth++;
        return new Scope(this, null);
    }

    public override string ToString() => _text.ToString();

    private Scope Open(string end)
    {
        Line("{");
        _depth++;
        _isMemberFirst = true;
        return new Scope(this, end);
    }

    private void Write(string text)
    {
        int start = 0;
        for (int end; (end = text.IndexOf('\n', start)) >= 0; start = end + 1)
        {
            WriteInLine(text, start, end - start);
            Line();
        }

        WriteInLine(text, start, text.Length - start);
    }

    private void WriteInLine(string text, int start, int length)
    {
        if (length == 0)
        {
            return;
        }

        if (!_isLineOpen)
        {
            _text.Append(' ', _depth * 4);
            _isLineOpen = true;
        }

        _text.Append(text, start, length);
    }

    /// <summary>The end of a block.</summary>
    public readonly struct Scope(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer._isMemberFirst = false;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }

    /// <summary>Interpolated text on its way into the writer, without a string in between.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Text(int literalLength, int formattedCount, CodeWriter writer)
    {
        public int Estimate => literalLength + formattedCount;

        public void AppendLiteral(string text) => writer.Write(text);

        public void AppendFormatted(string? text) => writer.Write(text ?? "");

        public void AppendFormatted<T>(T name)
            where T : struct, Enum =>
            writer.Write(name.ToString());

        public void AppendFormatted(int number) => writer.Write(number.ToString(CultureInfo.InvariantCulture));
    }
}
