using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>Codec of a witx pointer inside a value in memory: the address.</summary>
/// <typeparam name="T">The type of the value at the address.</typeparam>
/// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
/// <typeparam name="TAddress">The codec of the guest's addresses: <see cref="USize32Codec"/> or <see cref="USize64Codec"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "IGuestCodec<T> requires static members.")]
public readonly struct PointerCodec<T, TCodec, TAddress> : IGuestCodec<GuestPointer<T>>
    where TCodec : struct, IGuestCodec<T>
    where TAddress : struct, IGuestCodec<ulong>
{
    /// <inheritdoc/>
    public static int Size => TAddress.Size;

    /// <inheritdoc/>
    public static int Alignment => TAddress.Alignment;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestPointer<T> Read(ReadOnlySpan<byte> bytes) => new(TAddress.Read(bytes), GuestType<T, TCodec>.Instance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> bytes, in GuestPointer<T> value) => TAddress.Write(bytes, value.Address);
}

/// <summary>Codec of a witx list or string inside a value in memory: the address, then the number of elements.</summary>
/// <typeparam name="T">The type of an element; <see cref="byte"/> for a string.</typeparam>
/// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
/// <typeparam name="TAddress">The codec of the guest's addresses: <see cref="USize32Codec"/> or <see cref="USize64Codec"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "IGuestCodec<T> requires static members.")]
public readonly struct RangeCodec<T, TCodec, TAddress> : IGuestCodec<GuestRange<T>>
    where TCodec : struct, IGuestCodec<T>
    where TAddress : struct, IGuestCodec<ulong>
{
    /// <inheritdoc/>
    public static int Size => TAddress.Size * 2;

    /// <inheritdoc/>
    public static int Alignment => TAddress.Alignment;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestRange<T> Read(ReadOnlySpan<byte> bytes) =>
        new(TAddress.Read(bytes), TAddress.Read(bytes[TAddress.Size..]), GuestType<T, TCodec>.Instance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> bytes, in GuestRange<T> value)
    {
        TAddress.Write(bytes, value.Address);
        TAddress.Write(bytes[TAddress.Size..], value.Count);
    }
}
