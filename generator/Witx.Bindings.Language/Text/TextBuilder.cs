using System;
using System.Buffers;

namespace Witx.Bindings.Language;

/// <summary>Text in the making: on the stack as long as it is short, in an array lent by a pool when it is not.</summary>
/// <param name="room">Where it begins.</param>
internal ref struct TextBuilder(Span<char> room)
{
    /// <summary>What a name or a line has room in.</summary>
    public const int Short = 256;

    private Span<char> _room = room;
    private char[]? _lent;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _room[..Length];

    public void Append(char c)
    {
        if (Length == _room.Length)
        {
            Grow(1);
        }

        _room[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _room.Length - Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_room[Length..]);
        Length += text.Length;
    }

    /// <summary>Takes back what was appended behind a length.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>The text as a string. The builder is done with.</summary>
    public string Finish()
    {
        string text = Text.ToString();
        Dispose();
        return text;
    }

    public void Dispose()
    {
        if (_lent is not null)
        {
            ArrayPool<char>.Shared.Return(_lent);
            _lent = null;
        }

        _room = default;
        Length = 0;
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_room.Length * 2, Length + more));
        Text.CopyTo(larger);
        if (_lent is not null)
        {
            ArrayPool<char>.Shared.Return(_lent);
        }

        _room = _lent = larger;
    }
}
