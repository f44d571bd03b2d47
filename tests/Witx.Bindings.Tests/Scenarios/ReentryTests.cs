using System;
using System.Buffers.Binary;
using System.Linq;
using Witx.Bindings.Glue;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of host functions that call back into the guest.</summary>
public sealed class ReentryTests
{
    private readonly IHostModule _host = new Reentrant();
    private readonly GrowingGuest _guest = new();

    [Fact]
    public void GuestCallInvoke_GuestGrowsAndMovesItsMemory_ReadsTheNewMemory()
    {
        _guest.Put(16, 10, 20, 5, 7);
        "add"u8.CopyTo(_guest.Bytes.AsSpan(40));
        Assert.Equal(0, Invoke(40, 3, 16, 2, 24, 16, 64));

        // The guest returns 10 + 20, moves its memory and doubles both numbers of the list. The host read the 5 before the callback.
        Assert.Equal(30u + 20 + 40 + 5, BinaryPrimitives.ReadUInt32LittleEndian(_guest.Bytes.AsSpan(64)));
        Assert.Equal(["add(i32:10, i32:20)"], _guest.Calls);
    }

    [Fact]
    public void ReentrantFunction_BadArgument_ReturnsFaultBeforeTheCallback()
    {
        const int Fault = 1;
        Assert.Equal(Fault, Invoke(1022, 3, 16, 2, 24, 16, 64));
        Assert.Equal(Fault, Invoke(40, 3, 1020, 2, 24, 16, 64));
        Assert.Equal(Fault, Invoke(40, 3, 16, 2, 1028, 16, 64));
        Assert.Equal(Fault, Invoke(40, 3, 16, 2, 24, 1020, 64));
        Assert.Equal(Fault, Invoke(40, 3, 16, 2, 24, 16, 1024));
        Assert.Empty(_guest.Calls);
    }

    [Fact]
    public void HostEntry_OfAReentrantFunction_Traps()
    {
        HostFunction function = _host.Functions.ToArray().Single(static function => function.Name == "call_back");
        Assert.Throws<WitxTrapException>(() => function.Entry(_host, default, default));
    }

    [Fact]
    public void HostFunction_NotListedAsReentrant_HasNoReentry()
    {
        HostFunction function = _host.Functions.ToArray().Single(static function => function.Name == "plain");
        Assert.Null(function.Reentry);
        Assert.Equal(8, new Call(_host).Invoke("plain", 7));
    }

    private long Invoke(params int[] values)
    {
        HostFunction function = _host.Functions.ToArray().Single(static function => function.Name == "call_back");
        byte[] slots = new byte[values.Length * HostValues.SlotSize];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(slots.AsSpan(i * HostValues.SlotSize), values[i]);
        }

        GuestCall call = new(_guest);
        return function.Reentry!(_host, new HostValues(slots), ref call);
    }

    private sealed class GrowingGuest : ICallingGuest
    {
        public byte[] Bytes { get; private set; } = new byte[1024];

        public System.Collections.Generic.List<string> Calls { get; } = [];

        public GuestMemory Memory => new(Bytes);

        public void Put(int address, params uint[] values)
        {
            foreach (uint value in values)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(address), value);
                address += sizeof(uint);
            }
        }

        public GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments)
        {
            Calls.Add($"{export}({string.Join(", ", arguments.ToArray())})");
            byte[] old = Bytes;
            Bytes = new byte[2048];
            old.CopyTo(Bytes, 0);
            old.AsSpan().Fill(0xdd);
            Put(16, 20, 40);
            return arguments[0].UInt32 + arguments[1].UInt32;
        }

        public GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) =>
            throw new NotSupportedException();
    }
}
