using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A pointer that a guest passed to a host function, valid during the call: to one value, or to the first of several.</summary>
/// <remarks>
/// The address was checked to be aligned and in the memory. <see cref="Read"/> and <see cref="Write"/> check the whole value.
/// </remarks>
/// <typeparam name="T">The type of the value at the address.</typeparam>
public readonly ref struct GuestRef<T>
{
    private readonly GuestMemory _memory;
    private readonly GuestType<T>? _type;

    /// <summary>Creates a pointer to a number. Only generated code can create pointers to other types.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the number.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or outside the memory.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a number type.</exception>
    public GuestRef(GuestMemory memory, ulong address)
        : this(memory, address, GuestType.RequireNumber<T>())
    {
    }

    internal GuestRef(GuestMemory memory, ulong address, GuestType<T>? type)
    {
        _ = memory.At(address, 0, GuestType.AlignmentOf(type));
        _memory = memory;
        Address = address;
        _type = type;
    }

    /// <summary>The address in the guest's memory.</summary>
    public ulong Address { get; }

    /// <summary>Reads a copy of the value from the guest's memory.</summary>
    /// <exception cref="GuestFaultException">The value is partly outside the memory, or its bytes are not a value of the type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read() => GuestType.Read(_type, ref _memory.At(Address, (uint)GuestType.SizeOf(_type)));

    /// <summary>Writes a value to the guest's memory. Padding bytes are not changed.</summary>
    /// <param name="value">The value to write.</param>
    /// <exception cref="GuestFaultException">The value is partly outside the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(in T value) => GuestType.Write(_type, ref _memory.At(Address, (uint)GuestType.SizeOf(_type)), in value);

    /// <summary>
    /// Returns a view of <paramref name="count"/> values, for interfaces that pass a pointer and a count as two parameters.
    /// </summary>
    /// <param name="count">The number of values, from the address on.</param>
    /// <exception cref="GuestFaultException">The values are partly outside the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GuestList<T> AsList(ulong count) => new(_memory, Address, count, _type);
}
