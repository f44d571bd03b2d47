using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>Opens what a guest handed over.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GuestReader
{
    /// <summary>The place that a pointer names.</summary>
    /// <typeparam name="T">What lies there.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or beyond the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestRef<T> Ref<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T> =>
        new(memory, address, GuestType<T, TCodec>.Instance);

    /// <summary>A list.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="GuestFaultException">The list leaves the memory or is misaligned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestList<T> List<T, TCodec>(GuestMemory memory, ulong address, ulong count)
        where TCodec : struct, IGuestCodec<T> =>
        new(ref memory.Elements(address, count, (uint)TCodec.Size, (uint)TCodec.Alignment), (long)count, GuestType<T, TCodec>.Instance);

    /// <summary>A pointer, checked as <see cref="Ref"/> does, for a function that calls the guest.</summary>
    /// <typeparam name="T">What lies there.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or beyond the memory.</exception>
    public static GuestPointer<T> Pointer<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T>
    {
        _ = Ref<T, TCodec>(memory, address);
        return new(address, GuestType<T, TCodec>.Instance);
    }

    /// <summary>A list, checked as <see cref="List"/> does, for a function that calls the guest.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="GuestFaultException">The list leaves the memory or is misaligned.</exception>
    public static GuestRange<T> Range<T, TCodec>(GuestMemory memory, ulong address, ulong count)
        where TCodec : struct, IGuestCodec<T>
    {
        _ = List<T, TCodec>(memory, address, count);
        return new(address, count, GuestType<T, TCodec>.Instance);
    }

    /// <summary>Reads a value that a guest handed over by its address.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <typeparam name="TCodec">Its codec.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="GuestFaultException">The value leaves the memory, is misaligned, or is none of its type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T> =>
        TCodec.Read(memory.Slice(address, (uint)TCodec.Size, (uint)TCodec.Alignment));
}
