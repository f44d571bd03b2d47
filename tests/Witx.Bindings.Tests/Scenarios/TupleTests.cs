using System;
using System.Linq;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of tuples with one to eight items.</summary>
public sealed class TupleTests
{
    private readonly Call _call = new(new Tuples());

    [Fact]
    public void Tuple_OfOneItem_IsReadAndReturned()
    {
        _call.Put(100, 0xeeee_0102);
        Assert.Equal(0, _call.Invoke("one", 100, 8));
        Assert.Equal(0x0102u, _call.U32(8));
        Assert.Equal(0, _call.Invoke("named", 100, 12));
        Assert.Equal(0x0102u, _call.U32(12));
        Assert.Equal(1, _call.Invoke("one", 200, 8));
    }

    [Fact]
    public void Tuple_NestedInAList_IsRead()
    {
        _call.Put(100, Convert.FromHexString("02EE0300" + "04EE0500"));
        Assert.Equal(0, _call.Invoke("inside", 100, 2, 8));
        Assert.Equal(26u, _call.U32(8));
    }

    [Fact]
    public void Tuple_OfEightItems_IsReadAtItsOffsetsAndWrittenToEightPointers()
    {
        _call.Put(64, Convert.FromHexString(
            "01EE0200" + "03000000" + "0400000000000000" + "FBEEFAFF" + "F9FFFFFF" + "F8FFFFFFFFFFFFFF"));
        Assert.Equal(0, _call.Invoke("eight", [64, .. Enumerable.Range(0, 8).Select(static i => (object)(256 + (8 * i)))]));
        Assert.Equal(
            [0xFFFF_FFF8, 0xF9, 0xFFFF_FFFA, 0xFB, 4, 3, 2, 1],
            Enumerable.Range(0, 8).Select(i => _call.U32(256 + (8 * i))));
        _call.Memory.AsSpan(512, 32).Fill(0xcc);
        Assert.Equal(0, _call.Invoke("eight_back", 64, 512));
        Assert.Equal(
            "01CC0200" + "03000000" + "0400000000000000" + "FBCCFAFF" + "F9FFFFFF" + "F8FFFFFFFFFFFFFF",
            Convert.ToHexString(_call.Memory.AsSpan(512, 32)));
    }

    [Theory]
    [InlineData(68, GuestFault.Misaligned)]
    [InlineData(65512, GuestFault.OutOfBounds)]
    public void Tuple_OutsideTheMemoryOrMisaligned_ThrowsGuestFault(int address, GuestFault fault) => Assert.Equal(
        fault,
        Assert.Throws<GuestFaultException>(() =>
            _call.Invoke("eight", [address, .. Enumerable.Range(0, 8).Select(static i => (object)(256 + (8 * i)))])).Fault);
}
