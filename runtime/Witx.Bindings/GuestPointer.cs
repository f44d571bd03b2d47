using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A pointer inside a record or another value in guest memory. It is not checked until it is dereferenced.</summary>
/// <typeparam name="T">The type of the value at the address.</typeparam>
public readonly struct GuestPointer<T> : IEquatable<GuestPointer<T>>
{
    private readonly GuestType<T>? _type;

    /// <summary>
    /// Creates a pointer to pass to a guest. The host can dereference it only if <typeparamref name="T"/> is a number type.
    /// </summary>
    /// <param name="address">The address in the guest's memory.</param>
    public GuestPointer(ulong address) => Address = address;

    internal GuestPointer(ulong address, GuestType<T>? type)
    {
        Address = address;
        _type = type;
    }

    /// <summary>The address in the guest's memory.</summary>
    public ulong Address { get; }

    /// <summary>Returns true if two pointers have the same address.</summary>
    /// <param name="left">The first pointer.</param>
    /// <param name="right">The second pointer.</param>
    public static bool operator ==(GuestPointer<T> left, GuestPointer<T> right) => left.Equals(right);

    /// <summary>Returns true if two pointers have different addresses.</summary>
    /// <param name="left">The first pointer.</param>
    /// <param name="right">The second pointer.</param>
    public static bool operator !=(GuestPointer<T> left, GuestPointer<T> right) => !left.Equals(right);

    /// <summary>Returns a reference to the value at the address, for the host to read or write.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or outside the memory.</exception>
    /// <exception cref="InvalidOperationException">
    /// The host created the pointer, and <typeparamref name="T"/> is not a number type.
    /// </exception>
    public GuestRef<T> Dereference(GuestMemory memory) => new(memory, Address, _type ?? GuestType.RequireNumber<T>());

    /// <summary>Returns a view of <paramref name="count"/> consecutive values, from the address on.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="count">The number of values.</param>
    /// <exception cref="GuestFaultException">The values are outside the memory or misaligned.</exception>
    /// <exception cref="InvalidOperationException">
    /// The host created the pointer, and <typeparamref name="T"/> is not a number type.
    /// </exception>
    public GuestList<T> AsList(GuestMemory memory, ulong count) => new(memory, Address, count, _type ?? GuestType.RequireNumber<T>());

    /// <inheritdoc/>
    public bool Equals(GuestPointer<T> other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is GuestPointer<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <summary>Returns the address in hexadecimal, such as <c>0x1f</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Address:x}");
}
