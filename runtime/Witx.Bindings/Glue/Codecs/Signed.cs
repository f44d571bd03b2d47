using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>s8</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct S8Codec : IGuestCodec<sbyte>
{
    /// <inheritdoc/>
    public static int Size => 1;

    /// <inheritdoc/>
    public static int Alignment => 1;

    /// <inheritdoc/>
    public static sbyte Read(ReadOnlySpan<byte> bytes) => unchecked((sbyte)bytes[0]);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in sbyte value) => bytes[0] = unchecked((byte)value);
}

/// <summary>Codec of the witx type <c>s16</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct S16Codec : IGuestCodec<short>
{
    /// <inheritdoc/>
    public static int Size => 2;

    /// <inheritdoc/>
    public static int Alignment => 2;

    /// <inheritdoc/>
    public static short Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt16LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in short value) => BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
}

/// <summary>Codec of the witx type <c>s32</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct S32Codec : IGuestCodec<int>
{
    /// <inheritdoc/>
    public static int Size => 4;

    /// <inheritdoc/>
    public static int Alignment => 4;

    /// <inheritdoc/>
    public static int Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
}

/// <summary>Codec of the witx type <c>s64</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct S64Codec : IGuestCodec<long>
{
    /// <inheritdoc/>
    public static int Size => 8;

    /// <inheritdoc/>
    public static int Alignment => 8;

    /// <inheritdoc/>
    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
}
