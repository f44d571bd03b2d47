using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A list in a guest's memory, for the length of the call. All of it lies within the memory.</summary>
/// <remarks>Elements are read and written where they are, one copy at a time: nothing is allocated unless asked for.</remarks>
/// <typeparam name="T">The type of an element.</typeparam>
public readonly ref struct GuestList<T>
{
    private readonly ref byte _first;
    private readonly GuestType<T>? _type;

    /// <summary>A list of numbers.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="GuestFaultException">The list leaves the memory or is misaligned.</exception>
    public GuestList(GuestMemory memory, ulong address, ulong count)
        : this(memory, address, count, GuestType.OfNumber<T>())
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GuestList(GuestMemory memory, ulong address, ulong count, GuestType<T>? type)
    {
        _first = ref memory.Elements(address, count, (uint)GuestType.SizeOf(type), GuestType.AlignmentOf(type));
        Count = (long)count;
        _type = type;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GuestList(ref byte first, long count, GuestType<T>? type)
    {
        _first = ref first;
        Count = count;
        _type = type;
    }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The elements themselves, of a list of numbers.</summary>
    /// <exception cref="InvalidOperationException">The elements are not numbers: their bytes in guest memory are not those of C#.</exception>
    /// <exception cref="GuestFaultException">There are more elements than a span can hold.</exception>
    public Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_type is not null)
            {
                GuestType.ThrowNotNumbers<T>();
            }

            if (Count > int.MaxValue)
            {
                GuestFaultException.ThrowTooLong((ulong)Count, "elements");
            }

            return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _first), (int)Count);
        }
    }

    /// <summary>A copy of the element at <paramref name="index"/>, or the place to copy one to.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="GuestFaultException">What lies there is no value of the type.</exception>
    public T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GuestType.Read(_type, ref At(index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => GuestType.Write(_type, ref At(index), in value);
    }

    /// <summary>A part of the list.</summary>
    /// <param name="start">The position of its first element.</param>
    /// <param name="count">The number of its elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part leaves the list.</exception>
    public GuestList<T> Slice(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)Count, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count, (ulong)(Count - start), nameof(count));
        return new GuestList<T>(ref Unsafe.AddByteOffset(ref _first, (nint)(start * GuestType.SizeOf(_type))), count, _type);
    }

    /// <summary>Copies all elements out of the guest's memory.</summary>
    /// <param name="destination">Where to; at least as long as the list.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="GuestFaultException">An element is no value of its type.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (Count > destination.Length)
        {
            throw new ArgumentException($"{Count} elements do not fit in {destination.Length}", nameof(destination));
        }

        if (_type is null)
        {
            Span.CopyTo(destination);
        }
        else
        {
            _type.ReadAll(ref _first, destination[..(int)Count]);
        }
    }

    /// <summary>A copy of all elements.</summary>
    /// <exception cref="GuestFaultException">An element is no value of its type, or there are more elements than an array can hold.</exception>
    public T[] ToArray()
    {
        if (Count > Array.MaxLength)
        {
            GuestFaultException.ThrowTooLong((ulong)Count, "elements");
        }

        T[] copy = new T[Count];
        CopyTo(copy);
        return copy;
    }

    /// <summary>Walks the elements, each copied when it is reached.</summary>
    public Enumerator GetEnumerator() => new(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte At(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
        return ref Unsafe.AddByteOffset(ref _first, (nint)(index * GuestType.SizeOf(_type)));
    }

    /// <summary>A walk over the elements of a list.</summary>
    public ref struct Enumerator
    {
        private readonly GuestList<T> _list;
        private long _index = -1;

        internal Enumerator(GuestList<T> list) => _list = list;

        /// <summary>A copy of the element reached.</summary>
        public readonly T Current => _list[_index];

        /// <summary>Goes on to the next element.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
