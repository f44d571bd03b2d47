using System;
using System.Buffers.Binary;

namespace Witx.Bindings.Glue;

internal sealed class ValueParameter<T, TCodec>(string name, int slot, CoreType core)
    : WitxParameter<T>(name, WitxPassing.Value, slot, core, GuestCodec.Create<T, TCodec>())
    where T : struct
    where TCodec : struct, IGuestCodec<T>
{
    public override T Read(HostValues arguments, GuestMemory memory)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(
            bytes, Core is CoreType.I32 or CoreType.F32 ? Narrow(arguments.UInt32(Slot)) : arguments.UInt64(Slot));
        return TCodec.Read(bytes);
    }

    public override object ReadCopy(HostValues arguments, GuestMemory memory) => Read(arguments, memory);

    /// <summary>Checks that the argument fits the type, whose codec reads only the low bytes.</summary>
    private static uint Narrow(uint value)
    {
        int unused = 32 - (8 * TCodec.Size);
        bool isSigned = typeof(T) == typeof(sbyte) || typeof(T) == typeof(short);
        if (unused > 0 && value != (isSigned ? unchecked((uint)((int)(value << unused) >> unused)) : value << unused >> unused))
        {
            Faults.ThrowUnknownValue(typeof(T).Name, value);
        }

        return value;
    }
}

internal sealed class RecordParameter<T, TCodec>(string name, int slot, CoreType core)
    : WitxParameter<T>(name, WitxPassing.Record, slot, core, GuestCodec.Create<T, TCodec>())
    where T : struct
    where TCodec : struct, IGuestCodec<T>
{
    public override T Read(HostValues arguments, GuestMemory memory) => GuestReader.Read<T, TCodec>(memory, ReadAddress(arguments));

    public override object ReadCopy(HostValues arguments, GuestMemory memory) => Read(arguments, memory);
}

internal sealed class PointerParameter<T, TCodec>(string name, int slot, CoreType core)
    : WitxParameter<GuestRef<T>>(name, WitxPassing.Pointer, slot, core, GuestCodec.Create<T, TCodec>())
    where T : struct
    where TCodec : struct, IGuestCodec<T>
{
    public override GuestRef<T> Read(HostValues arguments, GuestMemory memory) =>
        GuestReader.Ref<T, TCodec>(memory, ReadAddress(arguments));

    public override object ReadCopy(HostValues arguments, GuestMemory memory) => Read(arguments, memory).Read();
}

internal sealed class ListParameter<T, TCodec>(string name, int slot, CoreType core)
    : WitxParameter<GuestList<T>>(name, WitxPassing.List, slot, core, GuestCodec.Create<T, TCodec>())
    where T : struct
    where TCodec : struct, IGuestCodec<T>
{
    public override GuestList<T> Read(HostValues arguments, GuestMemory memory) =>
        GuestReader.List<T, TCodec>(memory, ReadAddress(arguments), ReadAddress(arguments, 1));

    public override object ReadCopy(HostValues arguments, GuestMemory memory) => Read(arguments, memory).ToArray();
}

internal sealed class StringParameter(string name, int slot, CoreType core)
    : WitxParameter<GuestString>(name, WitxPassing.String, slot, core, GuestCodec.Create<byte, U8Codec>())
{
    public override GuestString Read(HostValues arguments, GuestMemory memory) =>
        new(memory, ReadAddress(arguments), ReadAddress(arguments, 1));

    public override object ReadCopy(HostValues arguments, GuestMemory memory) => Read(arguments, memory).ToString();
}
