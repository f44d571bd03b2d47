using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Tests;

/// <summary>Tests of the guest memory views without generated code.</summary>
public sealed class ViewTests
{
    private readonly byte[] _bytes = [.. Enumerable.Range(0, 64).Select(static i => (byte)i)];

    [Fact]
    public void GuestListSpan_Numbers_ReadsAndWritesGuestMemory()
    {
        GuestList<ushort> list = new(new GuestMemory(_bytes), 4, 3);
        Assert.Equal([0x0504, 0x0706, 0x0908], list.Span.ToArray());
        Assert.Equal([0x0504, 0x0706, 0x0908], list.ToArray());
        list[1] = 0xffff;
        Assert.Equal([0xff, 0xff], _bytes[6..8]);
        list.Span[2] = 0;
        Assert.Equal(0, list[2]);
    }

    [Fact]
    public void GuestListSlice_RangeOutsideTheList_ThrowsArgumentOutOfRangeException()
    {
        GuestList<byte> list = new(new GuestMemory(_bytes), 10, 10);
        Assert.Equal([12, 13, 14], list.Slice(2, 3).ToArray());
        Assert.Empty(list.Slice(10, 0).ToArray());
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l.Slice(11, 0).Count));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l.Slice(8, 3).Count));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l.Slice(-1, 1).Count));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l.Slice(1, -1).Count));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l.Slice(long.MaxValue, long.MaxValue).Count));
    }

    [Fact]
    public void GuestListIndexer_IndexOutsideTheList_ThrowsArgumentOutOfRangeException()
    {
        GuestList<byte> list = new(new GuestMemory(_bytes), 10, 10);
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l[10]));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l[-1]));
        Assert.True(Throws<ArgumentOutOfRangeException>(list, static l => _ = l[0x1_0000_0000]));
        Assert.True(Throws<ArgumentException>(list, static l => l.CopyTo(new byte[9])));
    }

    [Fact]
    public void ViewConstructor_TypeThatIsNotANumber_ThrowsInvalidOperationException()
    {
        Assert.Throws<InvalidOperationException>(() => new GuestList<bool>(new GuestMemory(_bytes), 0, 1).Count);
        Assert.Throws<InvalidOperationException>(() => new GuestRef<Guid>(new GuestMemory(_bytes), 0).Address);
        Assert.Throws<InvalidOperationException>(() => new GuestPointer<DayOfWeek>(0).Dereference(new GuestMemory(_bytes)).Address);
    }

    [Fact]
    public void GuestRef_Number_ReadsWritesAndBecomesAList()
    {
        GuestRef<uint> place = new(new GuestMemory(_bytes), 8);
        Assert.Equal(0x0b0a0908u, place.Read());
        place.Write(1);
        Assert.Equal([1, 0x0f0e0d0c], place.AsList(2).ToArray());
        Assert.Equal(8UL, place.Address);
    }

    [Theory]
    [InlineData(64UL, true)]
    [InlineData(60UL, false)]
    [InlineData(65UL, true)]
    public void GuestRefAsList_ElementOutsideTheMemory_ThrowsOutOfBounds(ulong address, bool isOut)
    {
        GuestFaultException? fault = null;
        try
        {
            _ = new GuestRef<byte>(new GuestMemory(_bytes), address).AsList(4).Count;
        }
        catch (GuestFaultException caught)
        {
            fault = caught;
        }

        Assert.Equal(isOut, fault?.Fault is GuestFault.OutOfBounds);
    }

    [Fact]
    public void GuestPointerAndRange_SameAddress_AreEqual()
    {
        Assert.Equal(new GuestPointer<byte>(5), new GuestPointer<byte>(5));
        Assert.NotEqual(new GuestRange<byte>(5, 1), new GuestRange<byte>(5, 2));
        Assert.Equal("0x1f", new GuestPointer<byte>(31).ToString());
        Assert.Equal("0x1f+2", new GuestRange<byte>(31, 2).ToString());
        Assert.Equal([3, 4], new GuestRange<byte>(3, 2).AsList(new GuestMemory(_bytes)).ToArray());
        Assert.Equal("ab", new GuestRange<byte>(0, 2).AsString(new GuestMemory("ab"u8.ToArray())).ToString());
    }

    [Fact]
    public void GuestString_LongerThanTheStackBuffer_IsCopiedCompletely()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 5000)];
        GuestString guest = new(new GuestMemory(text), 0, 5000);
        Assert.Equal(new string('x', 5000), guest.ToString());
        byte[] copy = new byte[6000];
        Assert.Equal(5000, guest.CopyTo(copy).Length);
        Assert.True(copy.AsSpan(0, 5000).SequenceEqual(text) && copy[5000] == 0);
    }

    [Fact]
    public void Result_FromValueOrError_HasValueOrError()
    {
        Result<uint, DayOfWeek> ok = 5u;
        Result<uint, DayOfWeek> failed = DayOfWeek.Friday;
        Assert.True(ok is { IsOk: true, Value: 5, Error: 0 });
        Assert.True(failed is { IsOk: false, Value: 0, Error: DayOfWeek.Friday });
        Assert.Equal(ok, Result<uint, DayOfWeek>.Ok(5));
        Assert.NotEqual(ok, failed);
        Assert.Equal("Ok(5) Failed(Friday)", $"{ok} {failed}");
        Assert.False(default(Result<uint, DayOfWeek>).IsOk);
    }

    private delegate void ListUse(GuestList<byte> list);

    private static bool Throws<T>(GuestList<byte> list, ListUse use)
        where T : Exception
    {
        try
        {
            use(list);
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
