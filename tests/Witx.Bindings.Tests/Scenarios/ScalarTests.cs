using System;
using CsCheck;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of flags, handles, constants and the pre-2021 syntax.</summary>
public sealed class ScalarTests
{
    [Fact]
    public void Flags_ByPointer_AreReadAndWritten() => Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 4000], Gen.Int[0, 4000]).Sample(
        static (int a, int b, int at, int to) =>
        {
            Call call = new(new Flags(), 4096);
            call.Memory[at] = (byte)b;
            Assert.Equal(0, call.Invoke("configure_car", a, at, to));
            Assert.Equal(a ^ b, call.Memory[to]);
        });

    [Theory]
    [InlineData(8, 0)]
    [InlineData(0x101, 0)]
    [InlineData(0, 8)]
    [InlineData(0, 255)]
    public void Flags_UnknownBit_ThrowsUnknownValue(int value, byte inMemory)
    {
        Call call = new(new Flags());
        call.Memory[100] = inMemory;
        Assert.Equal(
            GuestFault.UnknownValue,
            Assert.Throws<GuestFaultException>(() => call.Invoke("configure_car", value, 100, 200)).Fault);
    }

    [Fact]
    public void FlagsToString_CombinedMembers_ListsTheirNames()
    {
        Assert.Equal("0", default(Hosts.Flags.CarConfig).ToString());
        Assert.Equal("Automatic, Suv", (Hosts.Flags.CarConfig.Automatic | Hosts.Flags.CarConfig.Suv).ToString());
        Assert.Equal(5, (byte)(Hosts.Flags.CarConfig.Automatic | Hosts.Flags.CarConfig.Suv));
    }

    [Fact]
    public void Handle_ReturnedToTheGuest_IsAcceptedAsAParameter()
    {
        Call call = new(new Handles());
        Assert.Equal(0, call.Invoke("fd_create", 12));
        Assert.Equal(123u, call.U32(12));
        Assert.Equal(0, call.Invoke("fd_consume", 123));
        Assert.Equal(1, call.Invoke("fd_consume", 124));
        Assert.Equal("Fd { Value = 3 }", new Handles.Fd(3).ToString());
    }

    [Fact]
    public void Constant_OfANamedType_HasTheTypeAndValue()
    {
        Call call = new(new Ints());
        Assert.Equal(0UL, Ints.Cookie.Start);
        Assert.Equal(ulong.MaxValue, Ints.Cookie.Last);
        foreach (ulong cookie in new[] { 0UL, 1UL, ulong.MaxValue })
        {
            call.Put(8, 0xeeee_eeee, 0xeeee_eeee);
            Assert.Equal(0, call.Invoke("cookie_cutter", cookie, 8));
            Assert.Equal((cookie == 0 ? 1u : 0, 0xeeee_eeee), (call.U32(8), call.U32(12)));
        }
    }

    [Fact]
    public void SeveralResults_InPre2021Syntax_FirstIsTheCoreResult()
    {
        Call call = new(new Older());
        Assert.Equal(0, call.Invoke("divide", 17, 5, 4, 8));
        Assert.Equal((3u, 2u), (call.U32(4), call.U32(8)));
        Assert.Equal(1, call.Invoke("divide", 17, 0, 4, 8));
        Assert.Equal(0x5555_6666, call.Invoke("split", 0x1111_2222_5555_6666L, 4));
        Assert.Equal(0x1111_2222u, call.U32(4));
        Assert.Equal(2, call.Invoke("check", 1));
    }

    [Fact]
    public void ListResult_InPre2021Syntax_FillsTheGuestsBuffer()
    {
        Call call = new(new Older());
        Assert.Equal(0, call.Invoke("fill", 100, 3));
        Assert.Equal("00ABABAB00", Convert.ToHexString(call.Memory.AsSpan(99, 5)));
        Assert.Throws<GuestFaultException>(() => call.Invoke("fill", 65534, 3));
    }

    [Fact]
    public void TaggedUnion_InPre2021Syntax_IsAVariant()
    {
        Older host = new();
        Call call = new(host);
        call.Put(16, 0, 0, 42);
        Assert.Equal(0, call.Invoke("tagged_back", 16, 64));
        Assert.Equal((0u, 42u), (call.U32(64), call.U32(72)));
        Assert.True(host.Seen[0].TryGetNumber(out uint number) && number == 42 && !host.Seen[0].TryGetReal(out _));
    }

    [Fact]
    public void UntaggedUnion_ReadAsEachField_ReturnsItsBytes()
    {
        Call call = new(new Oldest());
        call.Put(16, 1, 2);
        Assert.Equal(0, call.Invoke("bits_back", 16, 64));
        Assert.Equal((3u, 4u), (call.U32(64), call.U32(68)));
        call.Put(16, BitConverter.SingleToUInt32Bits(1.5f), 9);
        Assert.Equal(0, call.Invoke("bits_back", 16, 64));
        Assert.Equal((BitConverter.SingleToUInt32Bits(-1.5f), 0u), (call.U32(64), call.U32(68)));
        Assert.Equal(1, call.Invoke("bits_back", 0, 64));
        Assert.Equal(Oldest.Bits.Number(5), Oldest.Bits.Long(5));
        Assert.NotEqual(Oldest.Bits.Number(5), Oldest.Bits.Number(6));
    }
}
