using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>A parameter of a host function, or a place in guest memory to which the function writes a result.</summary>
public abstract class WitxParameter
{
    private protected WitxParameter(string name, Type type, WitxPassing passing, int slot, CoreType core, GuestCodec codec)
    {
        Name = name;
        Type = type;
        Passing = passing;
        Slot = slot;
        Core = core;
        Codec = codec;
    }

    /// <summary>The witx name; empty for an item of a tuple.</summary>
    public string Name { get; }

    /// <summary>
    /// The C# type by which the parameter is read: a value, <see cref="GuestRef{T}"/>, <see cref="GuestList{T}"/> or
    /// <see cref="GuestString"/>.
    /// </summary>
    public Type Type { get; }

    /// <summary>The way in which a guest passes the parameter.</summary>
    public WitxPassing Passing { get; }

    /// <summary>The index of the first core parameter. A list and a string have a second one, for their length.</summary>
    public int Slot { get; }

    /// <summary>The type of the core parameter, which is that of an address unless the parameter is passed by value.</summary>
    public CoreType Core { get; }

    /// <summary>The codec of the value, of the value at the address, or of an element of the list. For a string, that of a byte.</summary>
    public GuestCodec Codec { get; }

    /// <summary>Creates a parameter whose value is the core argument.</summary>
    /// <typeparam name="T">The C# type.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="name">The witx name.</param>
    /// <param name="slot">The index of the core parameter.</param>
    /// <param name="core">The type of the core parameter.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static WitxParameter<T> CreateValue<T, TCodec>(string name, int slot, CoreType core)
        where T : struct
        where TCodec : struct, IGuestCodec<T> =>
        new ValueParameter<T, TCodec>(name, slot, core);

    /// <summary>Creates a parameter whose value is at the address that the guest passes.</summary>
    /// <typeparam name="T">The C# type.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="name">The witx name.</param>
    /// <param name="slot">The index of the core parameter.</param>
    /// <param name="core">The type of an address.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static WitxParameter<T> CreateRecord<T, TCodec>(string name, int slot, CoreType core)
        where T : struct
        where TCodec : struct, IGuestCodec<T> =>
        new RecordParameter<T, TCodec>(name, slot, core);

    /// <summary>Creates a pointer.</summary>
    /// <typeparam name="T">The C# type of the value at the address.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="name">The witx name.</param>
    /// <param name="slot">The index of the core parameter.</param>
    /// <param name="core">The type of an address.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static WitxParameter<GuestRef<T>> CreatePointer<T, TCodec>(string name, int slot, CoreType core)
        where T : struct
        where TCodec : struct, IGuestCodec<T> =>
        new PointerParameter<T, TCodec>(name, slot, core);

    /// <summary>Creates a list.</summary>
    /// <typeparam name="T">The C# type of an element.</typeparam>
    /// <typeparam name="TCodec">The codec of <typeparamref name="T"/>.</typeparam>
    /// <param name="name">The witx name.</param>
    /// <param name="slot">The index of the core parameter for the address.</param>
    /// <param name="core">The type of an address.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static WitxParameter<GuestList<T>> CreateList<T, TCodec>(string name, int slot, CoreType core)
        where T : struct
        where TCodec : struct, IGuestCodec<T> =>
        new ListParameter<T, TCodec>(name, slot, core);

    /// <summary>Creates a string.</summary>
    /// <param name="name">The witx name.</param>
    /// <param name="slot">The index of the core parameter for the address.</param>
    /// <param name="core">The type of an address.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static WitxParameter<GuestString> CreateString(string name, int slot, CoreType core) => new StringParameter(name, slot, core);

    /// <summary>Reads a copy that can outlive the call: a value, a <see cref="string"/>, or an array of the elements.</summary>
    /// <param name="arguments">The core arguments of the call.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <returns>The value. For a pointer, the value at its address.</returns>
    /// <exception cref="GuestFaultException">The argument is malformed: its entry point would refuse it.</exception>
    public abstract object ReadCopy(HostValues arguments, GuestMemory memory);

    private protected ulong ReadAddress(HostValues arguments, int offset = 0) =>
        Core is CoreType.I64 ? arguments.UInt64(Slot + offset) : arguments.UInt32(Slot + offset);
}

/// <summary>A parameter with the C# type by which it is read.</summary>
/// <typeparam name="T">The type: a value, <see cref="GuestRef{T}"/>, <see cref="GuestList{T}"/> or <see cref="GuestString"/>.</typeparam>
public abstract class WitxParameter<T> : WitxParameter
    where T : allows ref struct
{
    private protected WitxParameter(string name, WitxPassing passing, int slot, CoreType core, GuestCodec codec)
        : base(name, typeof(T), passing, slot, core, codec)
    {
    }

    /// <summary>Reads the argument of a call.</summary>
    /// <param name="arguments">The core arguments of the call.</param>
    /// <param name="memory">The guest's memory; may be empty for a parameter that is passed by value.</param>
    /// <exception cref="GuestFaultException">The argument is malformed: its entry point would refuse it.</exception>
    public abstract T Read(HostValues arguments, GuestMemory memory);
}

/// <summary>The ways in which guests pass parameters.</summary>
public enum WitxPassing
{
    /// <summary>The core argument is the value.</summary>
    Value,

    /// <summary>The core argument is the address of a record, a tuple, a variant or a union.</summary>
    Record,

    /// <summary>The core argument is an address that the function reads or writes.</summary>
    Pointer,

    /// <summary>Two core arguments are the address and the number of elements.</summary>
    List,

    /// <summary>Two core arguments are the address and the length in bytes of UTF-8.</summary>
    String,
}
