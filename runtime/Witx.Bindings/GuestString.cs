using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Witx.Bindings;

/// <summary>Text in a guest's memory, for the length of the call. All of it lies within the memory; whether it is UTF-8 is checked by whoever reads it.</summary>
public readonly ref struct GuestString
{
    private const int StackLimit = 512;

    /// <summary>The text at an address.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="length">The number of bytes.</param>
    /// <exception cref="GuestFaultException">The text leaves the memory.</exception>
    public GuestString(GuestMemory memory, ulong address, ulong length) => Bytes = memory.Slice(address, length);

    /// <summary>The bytes as the guest wrote them, of whatever encoding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The length in bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>The bytes, checked to be UTF-8. Threads that share the memory can change them after the check: <see cref="CopyTo"/> is for what must stay as it was checked.</summary>
    /// <exception cref="GuestFaultException">They are not UTF-8.</exception>
    public ReadOnlySpan<byte> Utf8 => Checked(Bytes);

    /// <summary>Copies the bytes out of the guest's memory, and checks the copy to be UTF-8.</summary>
    /// <param name="destination">Where to; at least as long as the text.</param>
    /// <returns>The part of <paramref name="destination"/> that was written.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="GuestFaultException">The text is not UTF-8.</exception>
    public Span<byte> CopyTo(Span<byte> destination)
    {
        Bytes.CopyTo(destination);
        Checked(destination[..Length]);
        return destination[..Length];
    }

    /// <summary>The text as a string.</summary>
    /// <exception cref="GuestFaultException">The text is not UTF-8.</exception>
    public override string ToString()
    {
        byte[]? rented = Length > StackLimit ? ArrayPool<byte>.Shared.Rent(Length) : null;
        try
        {
            return Encoding.UTF8.GetString(CopyTo(rented is null ? stackalloc byte[StackLimit] : rented));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            GuestFaultException.ThrowInvalidUtf8(bytes.Length);
        }

        return bytes;
    }
}
