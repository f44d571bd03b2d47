using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings;

/// <summary>A view of a guest's linear memory, valid during one host call. All accesses are bounds-checked.</summary>
/// <remarks>
/// Bounds are checked in 64-bit arithmetic. An access outside the memory throws a <see cref="GuestFaultException"/>, which traps the guest
/// unless <see cref="WitxFaultsAttribute"/> names an error to return. The view is a reference and a length: it cannot outlive the call, and
/// it does not grow with the guest's memory.
/// </remarks>
public readonly ref struct GuestMemory
{
    private readonly ref byte _origin;
    private readonly ulong _length;

    /// <summary>Creates a view of a span, for tests and for engines that expose guest memory as a span.</summary>
    /// <param name="bytes">The memory; its first byte has address 0.</param>
    public GuestMemory(Span<byte> bytes)
    {
        _origin = ref MemoryMarshal.GetReference(bytes);
        _length = (ulong)bytes.Length;
    }

    /// <summary>Creates a view of native memory, which may be longer than a span can be.</summary>
    /// <param name="origin">The first byte, which has address 0. The memory must stay allocated while the view is in use.</param>
    /// <param name="length">The length in bytes.</param>
    public unsafe GuestMemory(byte* origin, ulong length)
        : this(ref Unsafe.AsRef<byte>(origin), length)
    {
    }

    internal GuestMemory(ref byte origin, ulong length)
    {
        _origin = ref origin;
        _length = length;
    }

    /// <summary>The length of the memory in bytes.</summary>
    public ulong Length => _length;

    /// <summary>Returns a span over <paramref name="length"/> bytes of the memory, from <paramref name="address"/> on.</summary>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="length">The number of bytes. An empty range is valid at each address up to and including <see cref="Length"/>.</param>
    /// <exception cref="GuestFaultException">The range is outside the memory, or longer than <see cref="int.MaxValue"/> bytes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Slice(ulong address, ulong length)
    {
        if (length > _length || address > _length - length || length > int.MaxValue)
        {
            ThrowNoSpan(address, length);
        }

        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref _origin, (nuint)address), (int)length);
    }

    /// <summary>Returns a span over a range of the memory whose address must be a multiple of <paramref name="alignment"/>.</summary>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="alignment">The required alignment in bytes, a power of two.</param>
    /// <exception cref="GuestFaultException">The address is misaligned, or the range is outside the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Slice(ulong address, ulong length, uint alignment)
    {
        if ((address & (alignment - 1)) != 0)
        {
            GuestFaultException.ThrowMisaligned(address, alignment);
        }

        return Slice(address, length);
    }

    /// <summary>
    /// Returns a reference to <paramref name="address"/> after checking that <paramref name="length"/> bytes are in bounds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte At(ulong address, ulong length, uint alignment = 1)
    {
        if ((address & (alignment - 1)) != 0)
        {
            GuestFaultException.ThrowMisaligned(address, alignment);
        }

        if (length > _length || address > _length - length)
        {
            GuestFaultException.ThrowOutOfBounds(address, length, _length);
        }

        return ref Unsafe.AddByteOffset(ref _origin, (nuint)address);
    }

    /// <summary>Returns a reference to the first of <paramref name="count"/> elements after checking that all are in bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Elements(ulong address, ulong count, uint size, uint alignment)
    {
        if (count > uint.MaxValue && count > _length / size)
        {
            GuestFaultException.ThrowOutOfBounds(address, count, size, _length);
        }

        // The address of an empty list has no meaning, so its alignment is not checked.
        return ref At(address, count * size, count == 0 ? 1 : alignment);
    }

    [DoesNotReturn]
    private void ThrowNoSpan(ulong address, ulong length)
    {
        if (length <= _length && address <= _length - length)
        {
            GuestFaultException.ThrowTooLong(length, "bytes");
        }

        GuestFaultException.ThrowOutOfBounds(address, length, _length);
    }
}
