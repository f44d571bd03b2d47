using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>The core arguments of one host call, in slots of 16 bytes. A value is in the first 4 or 8 bytes, little-endian.</summary>
/// <param name="slots">The slots, one for each argument; the length must be a multiple of <see cref="SlotSize"/>.</param>
public readonly ref struct HostValues(ReadOnlySpan<byte> slots)
{
    /// <summary>The size of a slot in bytes.</summary>
    public const int SlotSize = 16;

    private readonly ReadOnlySpan<byte> _slots = slots;

    /// <summary>The number of arguments.</summary>
    public int Count => _slots.Length / SlotSize;

    /// <summary>Reads the <c>i32</c> argument at <paramref name="index"/> as a signed number.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Int32(int index) => BinaryPrimitives.ReadInt32LittleEndian(_slots.Slice(index * SlotSize, sizeof(int)));

    /// <summary>Reads the <c>i32</c> argument at <paramref name="index"/> as an unsigned number.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint UInt32(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_slots.Slice(index * SlotSize, sizeof(uint)));

    /// <summary>Reads the <c>i64</c> argument at <paramref name="index"/> as a signed number.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Int64(int index) => BinaryPrimitives.ReadInt64LittleEndian(_slots.Slice(index * SlotSize, sizeof(long)));

    /// <summary>Reads the <c>i64</c> argument at <paramref name="index"/> as an unsigned number.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong UInt64(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_slots.Slice(index * SlotSize, sizeof(ulong)));

    /// <summary>Reads the <c>f32</c> argument at <paramref name="index"/>.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float F32(int index) => BitConverter.Int32BitsToSingle(Int32(index));

    /// <summary>Reads the <c>f64</c> argument at <paramref name="index"/>.</summary>
    /// <param name="index">The index of the core parameter, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double F64(int index) => BitConverter.Int64BitsToDouble(Int64(index));
}
