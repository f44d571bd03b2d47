using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Witx.Bindings;

/// <summary>A view of a string in a guest's memory, valid during one host call. The whole range was checked against the memory.</summary>
/// <remarks>
/// <see cref="ToString"/>, <see cref="Utf8"/> and <see cref="CopyTo"/> check that it is valid UTF-8. <see cref="Bytes"/> does not.
/// </remarks>
/// <example>
/// A witx parameter <c>(param $message string)</c> is a <c>GuestString</c>:
/// <code><![CDATA[
/// public partial Errno Log(GuestString message)
/// {
///     Console.WriteLine(message.ToString()); // traps, or returns the error of [WitxFaults], if the guest's bytes are not UTF-8
///     return Errno.Success;
/// }
/// ]]></code>
/// </example>
public readonly ref struct GuestString
{
    private const int StackLimit = 512;

    /// <summary>Creates a view of a string.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="length">The length in bytes.</param>
    /// <exception cref="GuestFaultException">The string is outside the memory, or longer than <see cref="int.MaxValue"/> bytes.</exception>
    public GuestString(GuestMemory memory, ulong address, ulong length) => Bytes = memory.Slice(address, length);

    /// <summary>The bytes of the string in the guest's memory, in any encoding: they are not checked.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The length of the string in bytes.</summary>
    public int Length => Bytes.Length;

    /// <summary>The bytes of the string in the guest's memory, after a check that they are valid UTF-8.</summary>
    /// <remarks>If guest threads share the memory, they can change the bytes after the check. <see cref="CopyTo"/> checks a copy.</remarks>
    /// <exception cref="GuestFaultException">The string is not valid UTF-8.</exception>
    public ReadOnlySpan<byte> Utf8 => CheckUtf8(Bytes);

    /// <summary>Copies the bytes from the guest's memory to a span, then checks that the copy is valid UTF-8.</summary>
    /// <param name="destination">The span to copy to; its length must be at least <see cref="Length"/>.</param>
    /// <returns>The part of <paramref name="destination"/> that was written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than the string.</exception>
    /// <exception cref="GuestFaultException">The string is not valid UTF-8.</exception>
    public Span<byte> CopyTo(Span<byte> destination)
    {
        Bytes.CopyTo(destination);
        CheckUtf8(destination[..Length]);
        return destination[..Length];
    }

    /// <summary>Returns a copy of the string, decoded from UTF-8.</summary>
    /// <exception cref="GuestFaultException">The string is not valid UTF-8.</exception>
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
    private static ReadOnlySpan<byte> CheckUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            GuestFaultException.ThrowInvalidUtf8(bytes.Length);
        }

        return bytes;
    }
}
