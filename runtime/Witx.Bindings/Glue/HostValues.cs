using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>The core arguments of one host call: little-endian slots of 16 bytes, of which a value fills the first 4 or 8.</summary>
/// <param name="slots">The slots; the length is a multiple of 16.</param>
public readonly ref struct HostValues(ReadOnlySpan<byte> slots)
{
    /// <summary>The size of a slot in bytes.</summary>
    public const int SlotSize = 16;

    private readonly ReadOnlySpan<byte> _slots = slots;

    /// <summary>The number of arguments.</summary>
    public int Count => _slots.Length / SlotSize;

    /// <summary>The <c>i32</c> at <paramref name="index"/>.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Int32(int index) => BinaryPrimitives.ReadInt32LittleEndian(_slots.Slice(index * SlotSize, sizeof(int)));

    /// <summary>The <c>i32</c> at <paramref name="index"/>, unsigned.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint UInt32(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_slots.Slice(index * SlotSize, sizeof(uint)));

    /// <summary>The <c>i64</c> at <paramref name="index"/>.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Int64(int index) => BinaryPrimitives.ReadInt64LittleEndian(_slots.Slice(index * SlotSize, sizeof(long)));

    /// <summary>The <c>i64</c> at <paramref name="index"/>, unsigned.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong UInt64(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_slots.Slice(index * SlotSize, sizeof(ulong)));

    /// <summary>The <c>f32</c> at <paramref name="index"/>.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float F32(int index) => BitConverter.Int32BitsToSingle(Int32(index));

    /// <summary>The <c>f64</c> at <paramref name="index"/>.</summary>
    /// <param name="index">The position among the core parameters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double F64(int index) => BitConverter.Int64BitsToDouble(Int64(index));
}
