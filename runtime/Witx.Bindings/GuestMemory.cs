using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings;

/// <summary>
/// A guest's linear memory as it is during one host call. Every access is checked with 64-bit arithmetic; one that leaves
/// the memory throws a <see cref="GuestFaultException"/>, which traps the guest unless the interface's fault policy says otherwise.
/// </summary>
/// <remarks>Two words: a reference and a length. It cannot outlive the call, and it does not follow the memory when the guest grows it.</remarks>
public readonly ref struct GuestMemory
{
    private readonly ref byte _origin;
    private readonly ulong _length;

    /// <summary>A memory over managed or native bytes, for tests and for engines that hand out spans.</summary>
    /// <param name="bytes">The bytes from address 0 on.</param>
    public GuestMemory(Span<byte> bytes)
    {
        _origin = ref MemoryMarshal.GetReference(bytes);
        _length = (ulong)bytes.Length;
    }

    /// <summary>A memory over an engine's own allocation, which may be larger than a span can be.</summary>
    /// <param name="origin">Address 0. It must stay valid while the view is used.</param>
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

    /// <summary>The length in bytes.</summary>
    public ulong Length => _length;

    /// <summary>The <paramref name="length"/> bytes from <paramref name="address"/> on.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">The number of bytes. No bytes are in bounds at every address up to the length of the memory.</param>
    /// <exception cref="GuestFaultException">The range leaves the memory, or is longer than a span can be.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Slice(ulong address, ulong length)
    {
        if (length > _length || address > _length - length || length > int.MaxValue)
        {
            ThrowNoSpan(address, length);
        }

        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref _origin, (nuint)address), (int)length);
    }

    /// <summary>Like <see cref="Slice(ulong, ulong)"/>, for a value that must lie on a multiple of <paramref name="alignment"/>.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="GuestFaultException">The range leaves the memory or is misaligned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Slice(ulong address, ulong length, uint alignment)
    {
        if ((address & (alignment - 1)) != 0)
        {
            GuestFaultException.ThrowMisaligned(address, alignment);
        }

        return Slice(address, length);
    }

    /// <summary>The place at <paramref name="address"/>, with at least <paramref name="length"/> bytes of memory from there on.</summary>
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

    /// <summary>The place of the first of <paramref name="count"/> elements that all lie within the memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Elements(ulong address, ulong count, uint size, uint alignment)
    {
        if (count > uint.MaxValue && count > _length / size)
        {
            GuestFaultException.ThrowOutOfBounds(address, count, size, _length);
        }

        // Nothing can be misaligned where nothing lies.
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
