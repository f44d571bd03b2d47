using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings;

/// <summary>The ways in which what a guest hands over can be malformed.</summary>
public enum GuestFault
{
    /// <summary>A range of addresses leaves the guest's memory.</summary>
    OutOfBounds,

    /// <summary>An address is not a multiple of its type's alignment.</summary>
    Misaligned,

    /// <summary>A number names no member of its enum, sets a bit that its flags lack, or does not fit its type.</summary>
    UnknownValue,

    /// <summary>A string is not UTF-8.</summary>
    InvalidUtf8,
}

/// <summary>Something that a guest handed over is malformed. It traps, unless the interface's fault policy names an error to answer with.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">The particulars.</param>
public sealed class GuestFaultException(GuestFault fault, string message) : WitxTrapException(message)
{
    /// <summary>What is wrong.</summary>
    public GuestFault Fault { get; } = fault;

    [DoesNotReturn]
    internal static void ThrowOutOfBounds(ulong address, ulong length, ulong memory) =>
        throw new GuestFaultException(
            GuestFault.OutOfBounds,
            $"{length} bytes at address 0x{address:x} are not within the guest's memory of {memory} bytes");

    [DoesNotReturn]
    internal static void ThrowOutOfBounds(ulong address, ulong count, uint size, ulong memory) =>
        throw new GuestFaultException(
            GuestFault.OutOfBounds,
            $"{count} elements of {size} bytes at address 0x{address:x} are not within the guest's memory of {memory} bytes");

    [DoesNotReturn]
    internal static void ThrowMisaligned(ulong address, uint alignment) =>
        throw new GuestFaultException(
            GuestFault.Misaligned,
            $"the address 0x{address:x} is not a multiple of {alignment}");

    [DoesNotReturn]
    internal static void ThrowTooLong(ulong count, string what) =>
        throw new GuestFaultException(GuestFault.OutOfBounds, $"{count} {what} are more than a span or an array can hold");

    [DoesNotReturn]
    internal static void ThrowInvalidUtf8(int length) =>
        throw new GuestFaultException(GuestFault.InvalidUtf8, $"the text of {length} bytes is not UTF-8");
}
