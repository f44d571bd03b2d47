using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>A view of a list in a guest's memory, valid during one host call. The whole range was checked against the memory.</summary>
/// <remarks>
/// The indexer, <see cref="CopyTo"/> and the enumerator copy elements from and to guest memory, and allocate nothing. If threads share the
/// memory, another thread can change an element between two reads: copy a value once and use the copy.
/// </remarks>
/// <example>
/// A witx parameter <c>(param $values (list u32))</c> is a <c>GuestList&lt;uint&gt;</c>. A list of numbers is also a span:
/// <code><![CDATA[
/// public partial Errno Sort(GuestList<uint> values)
/// {
///     values.Span.Sort(); // in the guest's memory
///     return Errno.Success;
/// }
/// ]]></code>
/// A list of records is read element by element:
/// <code><![CDATA[
/// public partial Result<ulong, Errno> TotalSize(GuestList<Entry> entries)
/// {
///     ulong total = 0;
///     foreach (Entry entry in entries)
///     {
///         total += entry.Size;
///     }
///
///     return total;
/// }
/// ]]></code>
/// </example>
/// <typeparam name="T">The type of an element.</typeparam>
public readonly ref struct GuestList<T>
{
    private readonly ref byte _first;
    private readonly GuestType<T>? _type;

    /// <summary>Creates a view of a list of numbers. Only generated code can create lists of other types.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="GuestFaultException">The list is outside the memory or misaligned.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a number type.</exception>
    public GuestList(GuestMemory memory, ulong address, ulong count)
        : this(memory, address, count, GuestType.RequireNumber<T>())
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

    /// <summary>The elements of a list of numbers as a span over the guest's memory: writes change the memory.</summary>
    /// <exception cref="InvalidOperationException">
    /// <typeparamref name="T"/> is not a number type, so its layout in C# may differ.
    /// </exception>
    /// <exception cref="GuestFaultException">The list has more than <see cref="int.MaxValue"/> elements.</exception>
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

    /// <summary>Gets a copy of the element at <paramref name="index"/>, or writes one to the guest's memory.</summary>
    /// <param name="index">The index of the element, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="index"/> is negative, or not less than <see cref="Count"/>.
    /// </exception>
    /// <exception cref="GuestFaultException">The bytes in memory are not a value of the type.</exception>
    public T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GuestType.Read(_type, ref At(index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => GuestType.Write(_type, ref At(index), in value);
    }

    /// <summary>Returns a view of a part of the list.</summary>
    /// <param name="start">The index of the first element of the part.</param>
    /// <param name="count">The number of elements in the part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not entirely within the list.</exception>
    public GuestList<T> Slice(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)Count, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count, (ulong)(Count - start), nameof(count));
        return new GuestList<T>(ref Unsafe.AddByteOffset(ref _first, (nint)(start * GuestType.SizeOf(_type))), count, _type);
    }

    /// <summary>Copies all elements from the guest's memory to a span.</summary>
    /// <param name="destination">The span to copy to; its length must be at least <see cref="Count"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than the list.</exception>
    /// <exception cref="GuestFaultException">The bytes of an element are not a value of the type.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (Count > destination.Length)
        {
            throw new ArgumentException(
                $"The destination is too short: it has {destination.Length} elements, but the list has {Count}.",
                nameof(destination));
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

    /// <summary>Copies all elements from the guest's memory to a new array.</summary>
    /// <exception cref="GuestFaultException">
    /// The bytes of an element are not a value of the type, or the list has more than <see cref="Array.MaxLength"/> elements.
    /// </exception>
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

    /// <summary>Returns an enumerator that copies each element from the guest's memory on access.</summary>
    public Enumerator GetEnumerator() => new(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte At(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
        return ref Unsafe.AddByteOffset(ref _first, (nint)(index * GuestType.SizeOf(_type)));
    }

    /// <summary>Enumerates the elements of a list.</summary>
    public ref struct Enumerator
    {
        private readonly GuestList<T> _list;
        private long _index = -1;

        internal Enumerator(GuestList<T> list) => _list = list;

        /// <summary>A copy of the current element.</summary>
        public readonly T Current => _list[_index];

        /// <summary>Advances to the next element.</summary>
        /// <returns>True if there is a next element; false after the last one.</returns>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
