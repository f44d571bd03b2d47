using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>The address and length of a list or string inside a value in guest memory. It is not checked until it is read.</summary>
/// <typeparam name="T">The type of an element; <see cref="byte"/> for a string.</typeparam>
public readonly struct GuestRange<T> : IEquatable<GuestRange<T>>
{
    private readonly GuestType<T>? _type;

    /// <summary>Creates a range to pass to a guest. The host can read it only if <typeparamref name="T"/> is a number type.</summary>
    /// <param name="address">The address of the first element, in memory that the guest allocated.</param>
    /// <param name="count">The number of elements.</param>
    public GuestRange(ulong address, ulong count)
    {
        Address = address;
        Count = count;
    }

    internal GuestRange(ulong address, ulong count, GuestType<T>? type)
        : this(address, count) =>
        _type = type;

    /// <summary>The address of the first element.</summary>
    public ulong Address { get; }

    /// <summary>The number of elements.</summary>
    public ulong Count { get; }

    /// <summary>Returns true if two ranges have the same address and number of elements.</summary>
    /// <param name="left">The first range.</param>
    /// <param name="right">The second range.</param>
    public static bool operator ==(GuestRange<T> left, GuestRange<T> right) => left.Equals(right);

    /// <summary>Returns true if two ranges differ in their address or number of elements.</summary>
    /// <param name="left">The first range.</param>
    /// <param name="right">The second range.</param>
    public static bool operator !=(GuestRange<T> left, GuestRange<T> right) => !left.Equals(right);

    /// <summary>Returns a view of the elements.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <exception cref="GuestFaultException">The range is outside the memory or misaligned.</exception>
    /// <exception cref="InvalidOperationException">
    /// The host created the range, and <typeparamref name="T"/> is not a number type.
    /// </exception>
    public GuestList<T> AsList(GuestMemory memory) => new(memory, Address, Count, _type ?? GuestType.RequireNumber<T>());

    /// <summary>Returns a view of the string. Use it only on ranges of bytes: <see cref="Count"/> is taken as a number of bytes.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <exception cref="GuestFaultException">The range is outside the memory.</exception>
    public GuestString AsString(GuestMemory memory) => new(memory, Address, Count);

    /// <inheritdoc/>
    public bool Equals(GuestRange<T> other) => Address == other.Address && Count == other.Count;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestRange<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Count);

    /// <summary>Returns the address in hexadecimal and the number of elements, such as <c>0x1f+2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Address:x}+{Count}");
}
