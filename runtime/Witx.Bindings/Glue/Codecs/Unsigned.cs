using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>u8</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct U8Codec : IGuestCodec<byte>
{
    /// <inheritdoc/>
    public static int Size => 1;

    /// <inheritdoc/>
    public static int Alignment => 1;

    /// <inheritdoc/>
    public static byte Read(ReadOnlySpan<byte> bytes) => bytes[0];

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in byte value) => bytes[0] = value;
}

/// <summary>Codec of the witx type <c>u16</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct U16Codec : IGuestCodec<ushort>
{
    /// <inheritdoc/>
    public static int Size => 2;

    /// <inheritdoc/>
    public static int Alignment => 2;

    /// <inheritdoc/>
    public static ushort Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
}

/// <summary>Codec of the witx type <c>u32</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct U32Codec : IGuestCodec<uint>
{
    /// <inheritdoc/>
    public static int Size => 4;

    /// <inheritdoc/>
    public static int Alignment => 4;

    /// <inheritdoc/>
    public static uint Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
}

/// <summary>Codec of the witx type <c>u64</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct U64Codec : IGuestCodec<ulong>
{
    /// <inheritdoc/>
    public static int Size => 8;

    /// <inheritdoc/>
    public static int Alignment => 8;

    /// <inheritdoc/>
    public static ulong Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
}
