using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Glue;

/// <summary>Converts addresses that a guest passed to checked views, pointers and values, for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GuestReader
{
    /// <summary>Creates a pointer for a function that does not call back into the guest.</summary>
    /// <typeparam name="T">The type of the value at the address.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the value.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or outside the memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestRef<T> Ref<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T> =>
        new(memory, address, GuestType<T, TCodec>.Instance);

    /// <summary>Creates a view of a list for a function that does not call back into the guest.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="GuestFaultException">The list is outside the memory or misaligned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GuestList<T> List<T, TCodec>(GuestMemory memory, ulong address, ulong count)
        where TCodec : struct, IGuestCodec<T> =>
        new(ref memory.Elements(address, count, (uint)TCodec.Size, (uint)TCodec.Alignment), (long)count, GuestType<T, TCodec>.Instance);

    /// <summary>Creates a pointer for a function that calls back into the guest, with the checks of <see cref="Ref"/>.</summary>
    /// <typeparam name="T">The type of the value at the address.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the value.</param>
    /// <exception cref="GuestFaultException">The address is misaligned or outside the memory.</exception>
    public static GuestPointer<T> Pointer<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T>
    {
        _ = Ref<T, TCodec>(memory, address);
        return new(address, GuestType<T, TCodec>.Instance);
    }

    /// <summary>Creates a range for a function that calls back into the guest, with the checks of <see cref="List"/>.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="GuestFaultException">The list is outside the memory or misaligned.</exception>
    public static GuestRange<T> Range<T, TCodec>(GuestMemory memory, ulong address, ulong count)
        where TCodec : struct, IGuestCodec<T>
    {
        _ = List<T, TCodec>(memory, address, count);
        return new(address, count, GuestType<T, TCodec>.Instance);
    }

    /// <summary>Reads a value that a guest passed by address.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">The address of the value.</param>
    /// <exception cref="GuestFaultException">
    /// The value is outside the memory or misaligned, or its bytes are not a value of the type.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T, TCodec>(GuestMemory memory, ulong address)
        where TCodec : struct, IGuestCodec<T> =>
        TCodec.Read(memory.Slice(address, (uint)TCodec.Size, (uint)TCodec.Alignment));
}
