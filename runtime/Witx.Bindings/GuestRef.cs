using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A pointer that a guest handed over, for the length of the call: the place of a value, or of the first of several.</summary>
/// <remarks>The address is aligned and not beyond the memory; that a whole value lies there is checked when it is read or written.</remarks>
/// <typeparam name="T">What lies there.</typeparam>
public readonly ref struct GuestRef<T>
{
    private readonly GuestMemory _memory;
    private readonly GuestType<T>? _type;

    /// <summary>A pointer to a number.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or beyond the memory.</exception>
    public GuestRef(GuestMemory memory, ulong address)
        : this(memory, address, GuestType.OfNumber<T>())
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

    /// <summary>Copies the value out of the guest's memory.</summary>
    /// <exception cref="GuestFaultException">The value leaves the memory, or is none of its type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read() => GuestType.Read(_type, ref _memory.At(Address, (uint)GuestType.SizeOf(_type)));

    /// <summary>Copies a value into the guest's memory. Padding stays as it is.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="GuestFaultException">The value leaves the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(in T value) => GuestType.Write(_type, ref _memory.At(Address, (uint)GuestType.SizeOf(_type)), in value);

    /// <summary>The values from here on, for interfaces that hand over a pointer and a count as two parameters.</summary>
    /// <param name="count">The number of values.</param>
    /// <exception cref="GuestFaultException">They leave the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GuestList<T> AsList(ulong count) => new(_memory, Address, count, _type);
}
