using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes indented text, with four spaces a level, <c>\n</c> as the newline on every system, and no trailing spaces.</summary>
internal sealed class CodeWriter : IDisposable
{
    private char[] _text = ArrayPool<char>.Shared.Rent(64 * 1024);
    private int _length;
    private int _depth;
    private bool _isLineOpen;
    private bool _isMemberFirst = true;

    public void Line(string text)
    {
        Append(text.AsSpan());
        Line();
    }

    public void Line([InterpolatedStringHandlerArgument("")] ref Text text) => Line();

    public void Line()
    {
        Reserve(1)[0] = '\n';
        _isLineOpen = false;
    }

    /// <summary>Appends text that may contain newlines.</summary>
    public CodeWriter Append(ReadOnlySpan<char> text)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            AppendInLine(text[..end]);
            Line();
        }

        AppendInLine(text);
        return this;
    }

    /// <summary>
    /// Appends text of a comment. Tabs become spaces, and unprintable characters are escaped, because C# also ends a line comment at
    /// U+0085, U+2028 and U+2029.
    /// </summary>
    public CodeWriter AppendPrintable(ReadOnlySpan<char> text)
    {
        for (int i; (i = Printable.IndexOfUnprintable(text, out int length)) >= 0; text = text[(i + length)..])
        {
            AppendInLine(text[..i]);
            AppendInLine(text[i] is '\t' ? " ".AsSpan() : Printable.Escape(text.Slice(i, length)).AsSpan());
        }

        AppendInLine(text);
        return this;
    }

    /// <inheritdoc cref="Append(ReadOnlySpan{char})"/>
    public CodeWriter Append([InterpolatedStringHandlerArgument("")] ref Text text) => this;

    /// <summary>Writes a line without indentation.</summary>
    public void Directive([InterpolatedStringHandlerArgument("")] ref Margin text) => Line();

    /// <summary>Gets the one-based column after <paramref name="lead"/> in an indented line.</summary>
    public int Column(string lead) => (_depth * 4) + lead.Length + 1;

    /// <summary>Writes an empty line, except before the first member of a block.</summary>
    public void Separate()
    {
        if (!_isMemberFirst)
        {
            Line();
        }

        _isMemberFirst = false;
    }

    /// <summary>Writes a header and an open brace. Disposing the result writes the closing brace.</summary>
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

    /// <summary>Creates a source text in chunks below the large object heap.</summary>
    public SourceText ToSourceText() => SourceText.From(new Reader(_text, _length), _length, Encoding.UTF8);

    /// <summary>Returns the buffer to the pool.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _length = 0;
    }

    private Scope Open(string end)
    {
        Line("{");
        _depth++;
        _isMemberFirst = true;
        return new Scope(this, end);
    }

    private void AppendInLine(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (!_isLineOpen)
        {
            Reserve(_depth * 4).Fill(' ');
            _isLineOpen = true;
        }

        text.CopyTo(Reserve(text.Length));
    }

    /// <summary>Extends the text and returns the new part to fill.</summary>
    private Span<char> Reserve(int length)
    {
        int start = _length;
        _length += length;
        if (_length > _text.Length)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(_length * 2);
            _text.AsSpan(0, start).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_text);
            _text = larger;
        }

        return _text.AsSpan(start, length);
    }

    /// <summary>Ends a block when disposed.</summary>
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

    /// <summary>Interpolated text that starts at the first column.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Margin
    {
        private readonly Text _text;

        public Margin(int literalLength, int formattedCount, CodeWriter writer)
        {
            writer._isLineOpen = true;
            _text = new Text(literalLength, formattedCount, writer);
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted(string? text) => _text.AppendFormatted(text);

        public void AppendFormatted(int number) => _text.AppendFormatted(number);
    }

    private sealed class Reader(char[] text, int length) : TextReader
    {
        private int _position;

        public override int Peek() => _position < length ? text[_position] : -1;

        public override int Read() => _position < length ? text[_position++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            count = Math.Min(count, length - _position);
            Array.Copy(text, _position, buffer, index, count);
            _position += count;
            return count;
        }
    }

    /// <summary>Interpolated text that is written without an intermediate string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Text(int literalLength, int formattedCount, CodeWriter writer)
    {
        public int Estimate => literalLength + formattedCount;

        public void AppendLiteral(string text) => writer.Append(text.AsSpan());

        public void AppendFormatted(string? text) => writer.Append(text.AsSpan());

        public void AppendFormatted(ReadOnlySpan<char> text) => writer.Append(text);

        public void AppendFormatted(CSharpType type)
        {
            TextBuilder name = new(stackalloc char[TextBuilder.StackLength]);
            TypeNames.Append(ref name, type, isQualified: true);
            writer.Append(name.Text);
            name.Dispose();
        }

        public void AppendFormatted(EnumValue value)
        {
            AppendFormatted(value.Type);
            writer.Append(".").Append(value.Member);
        }

        /// <summary>Appends the member of the glue's enum of the same name.</summary>
        public void AppendFormatted(CoreType type) => writer.Append(type.ToString());

        /// <summary>Appends the name with which the codec of the integer starts.</summary>
        public void AppendFormatted(IntRepr repr) => writer.Append(repr.ToString());

        public void AppendFormatted(int number) => writer.Append(number.ToString(CultureInfo.InvariantCulture).AsSpan());
    }
}
