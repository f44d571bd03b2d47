using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Text;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>char</c>: a Unicode scalar value in 32 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CharCodec : IGuestCodec<Rune>
{
    /// <inheritdoc/>
    public static int Size => sizeof(uint);

    /// <inheritdoc/>
    public static int Alignment => sizeof(uint);

    /// <inheritdoc/>
    public static Rune Read(ReadOnlySpan<byte> bytes)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (!Rune.TryCreate(value, out Rune rune))
        {
            Faults.ThrowUnknownValue("char", value);
        }

        return rune;
    }

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in Rune value) => BinaryPrimitives.WriteInt32LittleEndian(bytes, value.Value);
}
