using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>The address and the length of a list or a string inside the data that a guest handed over, or that is handed to it. Nothing about it is checked before it is opened.</summary>
/// <typeparam name="T">The type of an element; <see cref="byte"/> for a string.</typeparam>
public readonly struct GuestRange<T> : IEquatable<GuestRange<T>>
{
    private readonly GuestType<T>? _type;

    /// <summary>A range to hand to a guest. It can be opened on this side when <typeparamref name="T"/> is a number.</summary>
    /// <param name="address">The address of the first element, in memory that the guest owns.</param>
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

    /// <summary>Whether two ranges are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(GuestRange<T> left, GuestRange<T> right) => left.Equals(right);

    /// <summary>Whether two ranges differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(GuestRange<T> left, GuestRange<T> right) => !left.Equals(right);

    /// <summary>The elements.</summary>
    /// <param name="memory">The memory of the guest.</param>
    /// <exception cref="GuestFaultException">They leave the memory or are misaligned.</exception>
    public GuestList<T> AsList(GuestMemory memory) => new(memory, Address, Count, _type ?? GuestType.OfNumber<T>());

    /// <summary>The text, of a string.</summary>
    /// <param name="memory">The memory of the guest.</param>
    /// <exception cref="GuestFaultException">It leaves the memory.</exception>
    public GuestString AsString(GuestMemory memory) => new(memory, Address, Count);

    /// <inheritdoc/>
    public bool Equals(GuestRange<T> other) => Address == other.Address && Count == other.Count;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestRange<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Count);

    /// <summary>The address in hexadecimal and the number of elements.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Address:x}+{Count}");
}
