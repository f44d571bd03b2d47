using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>A pointer inside data.</summary>
/// <typeparam name="T">What lies there.</typeparam>
/// <typeparam name="TCodec">Its codec.</typeparam>
/// <typeparam name="TAddress">The codec of the guest's addresses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "The members are the interface's.")]
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

/// <summary>A list or a string inside data: the address, then the number of elements.</summary>
/// <typeparam name="T">The type of an element.</typeparam>
/// <typeparam name="TCodec">Its codec.</typeparam>
/// <typeparam name="TAddress">The codec of the guest's addresses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "The members are the interface's.")]
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
