using System;
using System.Buffers.Binary;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>f32</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct F32Codec : IGuestCodec<float>
{
    /// <inheritdoc/>
    public static int Size => 4;

    /// <inheritdoc/>
    public static int Alignment => 4;

    /// <inheritdoc/>
    public static float Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadSingleLittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in float value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
}

/// <summary>Codec of the witx type <c>f64</c>, little-endian.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct F64Codec : IGuestCodec<double>
{
    /// <inheritdoc/>
    public static int Size => 8;

    /// <inheritdoc/>
    public static int Alignment => 8;

    /// <inheritdoc/>
    public static double Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    /// <inheritdoc/>
    public static void Write(Span<byte> bytes, in double value) => BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
}
