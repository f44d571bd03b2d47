using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>bool</c>: 32 bits with the value 0 or 1.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BoolCodec : IGuestCodec<bool>
{
    /// <inheritdoc/>
    public static int Size => sizeof(uint);

    /// <inheritdoc/>
    public static int Alignment => sizeof(uint);

    /// <inheritdoc/>
    public static bool Read(ReadOnlySpan<byte> bytes)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (value > 1)
        {
            Faults.ThrowUnknownValue("bool", value);
        }

        return value != 0;
    }

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in bool value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, value ? 1u : 0u);
}
