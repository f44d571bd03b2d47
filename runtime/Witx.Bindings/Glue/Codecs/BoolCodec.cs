using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary><c>bool</c>: 0 or 1 in 32 bits.</summary>
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
