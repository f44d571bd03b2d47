using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Glue;

/// <summary><c>usize</c> and every address, of a guest whose addresses have 32 bits.</summary>
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
    /// <exception cref="WitxTrapException">The value does not fit the guest's addresses.</exception>
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
        throw new WitxTrapException($"The address or size 0x{value:x} does not fit a guest whose addresses have 32 bits.");
}

/// <summary><c>usize</c> and every address, of a guest whose addresses have 64 bits.</summary>
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
