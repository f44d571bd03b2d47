using System;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>Codec of the witx type <c>(handle)</c>: a 32-bit number, little-endian.</summary>
/// <typeparam name="T">The generated handle type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "IGuestCodec<T> requires static members.")]
public readonly struct HandleCodec<T> : IGuestCodec<T>
    where T : struct, IGuestHandle<T>
{
    /// <inheritdoc/>
    public static int Size => sizeof(uint);

    /// <inheritdoc/>
    public static int Alignment => sizeof(uint);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ReadOnlySpan<byte> bytes) => T.FromValue(BinaryPrimitives.ReadUInt32LittleEndian(bytes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> bytes, in T value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, value.Value);
}
