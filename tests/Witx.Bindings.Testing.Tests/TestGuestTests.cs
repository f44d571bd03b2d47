using System;
using System.Linq;
using System.Text;
using Xunit;
using static Witx.Bindings.Testing.Tests.StoreHost;

namespace Witx.Bindings.Testing.Tests;

/// <summary>Calls of generated hosts without an engine.</summary>
public sealed class TestGuestTests
{
    private readonly StoreHost _host = new();
    private readonly TestGuest _guest;

    public TestGuestTests() => _guest = new TestGuest(_host);

    [Fact]
    public void Call_StringAndBuffer_FillsTheArray()
    {
        byte[] buffer = new byte[8];
        TestCallResult result = _guest.Call("get", "greeting", buffer);
        Assert.Equal((true, 5u, "Ok(5)"), (result.IsOk, result.GetValue<uint>(), result.ToString()));
        Assert.Equal("hello\0\0\0"u8, buffer);
    }

    [Fact]
    public void Call_FunctionThatFails_ReturnsItsError()
    {
        TestCallResult result = _guest.Call("get", "farewell", new byte[8]);
        Assert.Equal((false, Errno.NotFound, "Failed(NotFound)"), (result.IsOk, result.GetError<Errno>(), result.ToString()));
        Assert.Empty(result.Values);
        Assert.Equal(Errno.TooSmall, _guest.Call("get", "greeting", new byte[4]).GetError<Errno>());
        Assert.Contains("'get' failed with NotFound", Assert.Throws<InvalidOperationException>(() => result.GetValue<uint>()).Message);
    }

    [Fact]
    public void Call_ArrayOfRecords_PassesEachElement() => Assert.Equal(
        (3 * -2) + 50,
        _guest.Call("sum", new Entry[] { new(3, -2, Mode.Read), new(5, 10, Mode.Write) }).GetValue<long>());

    [Fact]
    public void Call_SeveralResults_ReturnsEach()
    {
        TestCallResult result = _guest.Call("divide", 17, 5);
        Assert.Equal((3u, (ushort)2), (result.GetValue<uint>(), result.GetValue<ushort>(1)));
        Assert.Contains("'System.UInt16'", Assert.Throws<InvalidOperationException>(() => result.GetValue<uint>(1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.GetValue<uint>(2));
        Assert.Contains("succeeded with Ok(3, 2)", Assert.Throws<InvalidOperationException>(() => result.GetError<Errno>()).Message);
    }

    [Fact]
    public void Call_Scalars_PassesEachType()
    {
        object[] arguments = [(sbyte)-3, (ushort)65_000, new Rune('é'), true, -2.5, Mode.Read | Mode.Write, new Item(7)];
        Assert.Equal(-3, _guest.Call("scalars", arguments).GetValue<sbyte>());
        Assert.Equal(arguments, _host.Seen);
    }

    [Fact]
    public void Call_RecordAndVariant_PassesTheirValues()
    {
        Entry entry = new(9, 1, Mode.Write);
        Assert.Equal(entry with { Weight = 4 }, _guest.Call("rename", entry, Shape.Circle(4.5f)).GetValue<Entry>());
        Assert.Equal(Errno.NotFound, _guest.Call("rename", entry, Shape.Point).GetError<Errno>());
    }

    [Fact]
    public void Call_Pointer_WritesTheArrayBack()
    {
        uint[] places = [1, 2, 3];
        Assert.True(_guest.Call("twice", places, 2).IsOk);
        Assert.Equal([2u, 4u, 3u], places);
        Assert.True(_guest.Call("twice", 21u, 1).IsOk);
    }

    [Fact]
    public void Call_RecordsWithPointers_ReadAllocatedMemory()
    {
        GuestRange<byte> one = _guest.AllocateString("one");
        GuestRange<byte> three = _guest.AllocateString("three");
        Vector[] vectors = [new(new(one.Address), 3), new(new(three.Address), 5)];
        Assert.Equal(8u, _guest.Call("write", vectors).GetValue<uint>());
        Assert.Equal(8u, _guest.Call("write", vectors).GetValue<uint>());
        Assert.Equal(["one", "three", "one", "three"], _host.Seen);
        Assert.Equal("one"u8, one.AsList(_guest.Memory).Span);
    }

    [Fact]
    public void Call_ArrayOfStrings_AllocatesEachText()
    {
        byte[] buffer = new byte[8];
        Assert.Equal(6u, _guest.Call("join", new[] { "ab", "", "cdéf"[..3] }, buffer).GetValue<uint>());
        Assert.Equal("abcdé", Encoding.UTF8.GetString(buffer.AsSpan(0, 6)));
    }

    [Fact]
    public void Call_FunctionsWithoutValues_ReportSuccessOrFailure()
    {
        _host.Seen.Add("x");
        Assert.Equal((true, 0), (_guest.Call("reset").IsOk, _host.Seen.Count));
        TestCallResult failed = _guest.Call("fail");
        Assert.Equal((false, null), (failed.IsOk, failed.Error));
        Assert.Contains("has no value", Assert.Throws<InvalidOperationException>(() => failed.GetError<Errno>()).Message);
    }

    [Fact]
    public void Call_ReentrantFunction_CallsTheExports()
    {
        _guest.Exports["double"] = static arguments => arguments[0].UInt32 * 2;
        _guest.Exports["table[3]"] = static arguments => arguments[0].UInt32 + 100;
        Assert.Equal(14u + 107, _guest.Call("call_back", "double", 7).GetValue<uint>());
        Assert.Contains("'triple'", Assert.Throws<WitxTrapException>(() => _guest.Call("call_back", "triple", 7)).Message);
    }

    [Fact]
    public void Call_64BitGuest_PassesWideAddresses()
    {
        TestGuest wide = new(new WideHost());
        Assert.Equal(1_000_004UL, wide.Call("length", "text", 1_000_000UL).GetValue<ulong>());
        Assert.Throws<GuestFaultException>(() => wide.Call("length", new GuestAddress(1UL << 32, 4), 0UL));
    }

    [Fact]
    public void Call_GuestAddress_ReachesTheChecksOfTheGlue()
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(
            () => _guest.Call("get", "greeting", new GuestAddress(uint.MaxValue, 8)));
        Assert.Equal(GuestFault.OutOfBounds, fault.Fault);
        fault = Assert.Throws<GuestFaultException>(() => _guest.Call("get", new byte[] { 0xff }, new byte[8]));
        Assert.Equal(GuestFault.InvalidUtf8, fault.Fault);
        fault = Assert.Throws<GuestFaultException>(() => _guest.Call("sum", new[] { new Entry(1, 1, (Mode)0x80) }));
        Assert.Equal(GuestFault.UnknownValue, fault.Fault);
        fault = Assert.Throws<GuestFaultException>(() => _guest.Call("twice", new GuestAddress(2), 1));
        Assert.Equal(GuestFault.Misaligned, fault.Fault);
    }

    [Fact]
    public void Call_HostWritesBehindAnArray_NamesTheParameter()
    {
        _host.Excess = 1;
        RedZoneException exception = Assert.Throws<RedZoneException>(() => _guest.Call("twice", new uint[] { 1, 2 }, 2));
        Assert.Equal("places", exception.Parameter);
        Assert.Contains("'store.twice'", exception.Message);
        Assert.Contains("0 bytes behind the end of the 8 bytes of 'places'", exception.Message);

        // The red zone is restored: the next call reports only its own writes.
        _host.Excess = 0;
        Assert.True(_guest.Call("twice", new uint[] { 1, 2 }, 2).IsOk);
    }

    [Fact]
    public void Call_HostWritesInFrontOfAnArray_NamesTheParameter()
    {
        GuestRange<uint> numbers = _guest.Allocate(5u, 6u);
        RedZoneException exception = Assert.Throws<RedZoneException>(() => _guest.Call("twice", new GuestAddress(numbers.Address - 4), 1));
        Assert.Equal("Allocate", exception.Parameter);
        Assert.Contains("in front of the start", exception.Message);
    }

    [Fact]
    public void Call_WrongArguments_ThrowsWithTheRemedy()
    {
        Assert.Contains("it has 'get', 'sum'", Assert.Throws<ArgumentException>(() => _guest.Call("gett")).Message);
        Assert.Contains("has 2 parameters (key, buffer), but 1", Assert.Throws<ArgumentException>(() => _guest.Call("get", "key")).Message);
        Assert.Contains(
            "Parameter 'key' takes a string", Assert.Throws<ArgumentException>(() => _guest.Call("get", 1, new byte[1])).Message);
        Assert.Contains("'a' takes a 'System.UInt32'", Assert.Throws<ArgumentException>(() => _guest.Call("divide", "1", 2)).Message);
        Assert.Contains("takes an array of 'System.Byte'", Assert.Throws<ArgumentException>(() => _guest.Call("get", "key", 7)).Message);
        Assert.Contains("does not implement 'store.absent'", Assert.Throws<ArgumentException>(() => _guest.Call("absent")).Message);
        Assert.Throws<OverflowException>(() => _guest.Call("divide", -1, 2));
    }

    [Fact]
    public void Allocate_MoreThanTheMemory_ThrowsWithTheRemedy()
    {
        TestGuest small = new(_host, 256);
        Assert.Contains(
            "too small for 500 bytes of 'buffer'",
            Assert.Throws<ArgumentException>(() => small.Call("get", "key", new byte[500])).Message);
        Assert.Throws<InvalidOperationException>(() => small.Allocate(true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestGuest(_host, 0));
    }

    /// <summary>The memory of the arguments is reused, so a test may make any number of calls.</summary>
    [Fact]
    public void Call_ManyTimes_ReusesTheMemory()
    {
        TestGuest small = new(_host, 1024);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(small.Call("get", "greeting", new byte[100]).IsOk));
    }
}
