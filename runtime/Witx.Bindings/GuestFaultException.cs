using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>The kind of a malformed argument that a guest passed to a host function.</summary>
public enum GuestFault
{
    /// <summary>An address range is partly or entirely outside the guest's memory, or is too long for a span.</summary>
    OutOfBounds,

    /// <summary>An address is not a multiple of its type's alignment.</summary>
    Misaligned,

    /// <summary>A number is not a value of its type: an unknown enum member, an undefined flag, or out of range.</summary>
    UnknownValue,

    /// <summary>A string is not valid UTF-8.</summary>
    InvalidUtf8,
}

/// <summary>The exception for a malformed argument that a guest passed to a host function.</summary>
/// <remarks>It traps the guest, unless <see cref="WitxFaultsAttribute"/> names an error to return instead.</remarks>
/// <param name="fault">The kind of fault.</param>
/// <param name="message">The message, with the address or the value.</param>
public sealed class GuestFaultException(GuestFault fault, string message) : WitxTrapException(message)
{
    /// <summary>The kind of fault.</summary>
    public GuestFault Fault { get; } = fault;

    [DoesNotReturn]
    internal static void ThrowOutOfBounds(ulong address, ulong length, ulong memory) =>
        throw new GuestFaultException(
            GuestFault.OutOfBounds,
            $"A range of {length} bytes at address 0x{address:x} is outside the guest's memory of {memory} bytes.");

    [DoesNotReturn]
    internal static void ThrowOutOfBounds(ulong address, ulong count, uint size, ulong memory) =>
        throw new GuestFaultException(
            GuestFault.OutOfBounds,
            $"A list of {count} elements of {size} bytes at address 0x{address:x} is outside the guest's memory of {memory} bytes.");

    [DoesNotReturn]
    internal static void ThrowMisaligned(ulong address, uint alignment) =>
        throw new GuestFaultException(
            GuestFault.Misaligned,
            $"Address 0x{address:x} is misaligned: it must be a multiple of {alignment}.");

    [DoesNotReturn]
    internal static void ThrowTooLong(ulong count, string unit) =>
        throw new GuestFaultException(GuestFault.OutOfBounds, $"A length of {count} {unit} exceeds the maximum of a span or an array.");

    [DoesNotReturn]
    internal static void ThrowInvalidUtf8(int length) =>
        throw new GuestFaultException(GuestFault.InvalidUtf8, $"A string of {length} bytes is not valid UTF-8.");
}
