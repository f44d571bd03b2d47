using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>An address inside the data that a guest handed over. Nothing about it is checked before it is opened.</summary>
/// <typeparam name="T">What lies there.</typeparam>
public readonly struct GuestPointer<T> : IEquatable<GuestPointer<T>>
{
    private readonly GuestType<T>? _type;

    /// <summary>An address to hand to a guest. It can be opened on this side when <typeparamref name="T"/> is a number.</summary>
    /// <param name="address">The address.</param>
    public GuestPointer(ulong address) => Address = address;

    internal GuestPointer(ulong address, GuestType<T>? type)
    {
        Address = address;
        _type = type;
    }

    /// <summary>The address.</summary>
    public ulong Address { get; }

    /// <summary>Whether two pointers hold the same address.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(GuestPointer<T> left, GuestPointer<T> right) => left.Equals(right);

    /// <summary>Whether two pointers hold different addresses.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(GuestPointer<T> left, GuestPointer<T> right) => !left.Equals(right);

    /// <summary>The place that is pointed to.</summary>
    /// <param name="memory">The memory of the guest.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or beyond the memory.</exception>
    public GuestRef<T> Dereference(GuestMemory memory) => new(memory, Address, _type ?? GuestType.OfNumber<T>());

    /// <summary>The values from the address on.</summary>
    /// <param name="memory">The memory of the guest.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="GuestFaultException">They leave the memory or are misaligned.</exception>
    public GuestList<T> AsList(GuestMemory memory, ulong count) => new(memory, Address, count, _type ?? GuestType.OfNumber<T>());

    /// <inheritdoc/>
    public bool Equals(GuestPointer<T> other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestPointer<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>The address in hexadecimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Address:x}");
}
