using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>usize</c> and of addresses, for 32-bit guests.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct USize32Codec : IGuestCodec<ulong>
{
    /// <inheritdoc/>
    public static int Size => sizeof(uint);

    /// <inheritdoc/>
    public static int Alignment => sizeof(uint);

    /// <inheritdoc/>
    public static ulong Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <inheritdoc/>
    /// <exception cref="WitxTrapException"><paramref name="value"/> exceeds <see cref="uint.MaxValue"/>.</exception>
    public static void Write(Span<byte> bytes, in ulong value)
    {
        if (value > uint.MaxValue)
        {
            ThrowTooLarge(value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
    }

    [DoesNotReturn]
    private static void ThrowTooLarge(ulong value) =>
        throw new WitxTrapException($"Address or size 0x{value:x} exceeds the 32-bit address range of the guest.")
        {
            IsRaisedByGlue = true,
        };
}

/// <summary>Codec of the witx type <c>usize</c> and of addresses, for 64-bit guests.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct USize64Codec : IGuestCodec<ulong>
{
    /// <inheritdoc/>
    public static int Size => sizeof(ulong);

    /// <inheritdoc/>
    public static int Alignment => sizeof(ulong);

    /// <inheritdoc/>
    public static ulong Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
}
