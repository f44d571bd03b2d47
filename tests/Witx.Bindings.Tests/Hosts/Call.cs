using System;
using System.Buffers.Binary;
using System.Linq;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Tests.Hosts;

/// <summary>Calls the functions of a host like an engine, with a byte array as guest memory.</summary>
internal sealed class Call(IHostModule host, int size = 65536)
{
    public byte[] Memory { get; } = new byte[size];

    /// <summary>Gets a view of the memory.</summary>
    public GuestMemory View => new(Memory);

    /// <summary>Finds a function by its import name.</summary>
    public HostFunction Find(string name) => host.Functions.ToArray().Single(function => function.Name == name);

    /// <summary>Gets the witx signature of a function.</summary>
    public WitxSignature Describe(string name) => Find(name).GetWitxSignature()!;

    /// <summary>Calls a function with core values.</summary>
    /// <param name="name">The import name of the function.</param>
    /// <param name="values">Values of type <c>int</c>, <c>uint</c>, <c>long</c>, <c>ulong</c>, <c>float</c> or <c>double</c>.</param>
    public long Invoke(string name, params object[] values) => Find(name).Entry(host, new HostValues(Slots(name, values)), View);

    /// <summary>Writes core values into the slots of the arguments.</summary>
    public byte[] Slots(string name, params object[] values)
    {
        HostFunction function = Find(name);
        if (function.Signature.Parameters.Length != values.Length)
        {
            throw new ArgumentException(
                $"The signature of '{name}' is {function.Signature}; pass a value for each parameter.", nameof(values));
        }

        byte[] slots = new byte[values.Length * HostValues.SlotSize];
        for (int i = 0; i < values.Length; i++)
        {
            Write(slots.AsSpan(i * HostValues.SlotSize), function.Signature.Parameters[i], values[i]);
        }

        return slots;
    }

    public uint U32(int address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory.AsSpan(address));

    public ulong U64(int address) => BinaryPrimitives.ReadUInt64LittleEndian(Memory.AsSpan(address));

    public void Put(int address, params uint[] values)
    {
        foreach (uint value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Memory.AsSpan(address), value);
            address += sizeof(uint);
        }
    }

    public void Put(int address, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Memory.AsSpan(address));

    private static void Write(Span<byte> slot, CoreType type, object value)
    {
        switch (type)
        {
            case CoreType.I32:
                BinaryPrimitives.WriteInt32LittleEndian(slot, unchecked((int)Convert.ToInt64(value, null)));
                break;
            case CoreType.I64:
                BinaryPrimitives.WriteInt64LittleEndian(slot, value is ulong large ? unchecked((long)large) : Convert.ToInt64(value, null));
                break;
            case CoreType.F32:
                BinaryPrimitives.WriteSingleLittleEndian(slot, (float)value);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(slot, (double)value);
                break;
        }
    }
}
