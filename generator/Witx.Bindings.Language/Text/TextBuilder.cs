using System;
using System.Buffers;

namespace Witx.Bindings.Language.Text;

/// <summary>Builds a string in a stack buffer, or in a pooled array once it is longer.</summary>
/// <param name="buffer">The initial buffer.</param>
internal ref struct TextBuilder(Span<char> buffer)
{
    /// <summary>The length of a stack buffer that fits most names and lines.</summary>
    public const int StackLength = 256;

    private Span<char> _buffer = buffer;
    private char[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _buffer[..Length];

    public void Append(char c)
    {
        if (Length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer[Length..]);
        Length += text.Length;
    }

    /// <summary>Shortens the text to a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Returns the text as a string and disposes the builder.</summary>
    public string ToStringAndDispose()
    {
        string text = Text.ToString();
        Dispose();
        return text;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }

        _buffer = default;
        Length = 0;
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + more));
        Text.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
