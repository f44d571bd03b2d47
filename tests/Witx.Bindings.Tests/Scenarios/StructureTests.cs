using System;
using System.Buffers.Binary;
using CsCheck;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of records and variants.</summary>
public sealed class StructureTests
{
    [Fact]
    public void Record_Parameter_IsReadAtTheOffsetsOfItsFields() => Gen.Select(Gen.Int, Gen.Int, Gen.Int[0, 1000]).Sample(
        static (int a, int b, int slot) =>
        {
            Call call = new(new Records());
            call.Put(1024 + (slot * 4), unchecked((uint)a), unchecked((uint)b));
            Assert.Equal(0, call.Invoke("sum_of_pair", 1024 + (slot * 4), 8));
            Assert.Equal((long)a + b, unchecked((long)call.U64(8)));

            call.Put(40, 1024 + ((uint)slot * 4), 1028 + ((uint)slot * 4));
            Assert.Equal(0, call.Invoke("sum_of_pair_of_ptrs", 40, 8));
            Assert.Equal((long)a + b, unchecked((long)call.U64(8)));

            call.Put(40, 1024 + ((uint)slot * 4), unchecked((uint)b));
            Assert.Equal(0, call.Invoke("sum_of_int_and_ptr", 40, 8));
            Assert.Equal((long)a + b, unchecked((long)call.U64(8)));
        });

    [Fact]
    public void Record_Result_IsWrittenAtTheOffsetsOfItsFields()
    {
        Call call = new(new Records());
        Assert.Equal(0, call.Invoke("return_pair_ints", 8));
        Assert.Equal((10u, 20u), (call.U32(8), call.U32(12)));
        Assert.Equal(0, call.Invoke("return_pair_of_ptrs", 100, 104, 8));
        Assert.Equal((100u, 104u), (call.U32(8), call.U32(12)));
    }

    [Fact]
    public void Record_WithAList_ReadsTheElements() => Gen.Byte.Array[0, 255].Sample(static (byte[] bytes) =>
    {
        Call call = new(new Records());
        call.Put(1001, bytes);
        call.Put(40, 1001, (uint)bytes.Length);
        Assert.Equal(0, call.Invoke("sum_array", 40, 8));
        int sum = 0;
        Array.ForEach(bytes, each => sum += each);
        Assert.Equal(sum, BinaryPrimitives.ReadUInt16LittleEndian(call.Memory.AsSpan(8)));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(call.Memory.AsSpan(10)));
    });

    [Fact]
    public void NestedRecord_Result_DoesNotChangePadding()
    {
        Call call = new(new Records());
        call.Put(64, Convert.FromHexString("01EEEEEEEEEEEEEE" + "0200000000000000" + "0300" + "0400" + "05000000" + "06EEEEEEEEEEEEEE"));
        call.Memory.AsSpan(128, 32).Fill(0xcc);
        Assert.Equal(0, call.Invoke("turn_around", 64, 128));
        Assert.Equal(
            "06CCCCCCCCCCCCCC" + "0500000000000000" + "0400" + "0300" + "02000000" + "01CCCCCCCCCCCCCC",
            Convert.ToHexString(call.Memory.AsSpan(128, 32)));
    }

    [Theory]
    [InlineData(2, GuestFault.Misaligned)]
    [InlineData(65532, GuestFault.OutOfBounds)]
    [InlineData(-8, GuestFault.OutOfBounds)]
    public void Record_OutsideTheMemoryOrMisaligned_ThrowsGuestFault(int address, GuestFault fault) =>
        Assert.Equal(fault, Assert.Throws<GuestFaultException>(() => new Call(new Records()).Invoke("sum_of_pair", address, 8)).Fault);

    /// <summary>Parameters are read before the call and results are written after it, so a result may overlap a parameter.</summary>
    [Fact]
    public void Result_OverlapsTheArgument_IsWrittenAfterTheCall()
    {
        Call call = new(new Records());
        call.Put(8, 40, 2);
        Assert.Equal(0, call.Invoke("sum_of_pair", 8, 8));
        Assert.Equal(42UL, call.U64(8));

        call.Put(64, Convert.FromHexString("01EEEEEEEEEEEEEE" + "0200000000000000" + "0300" + "0400" + "05000000" + "06EEEEEEEEEEEEEE"));
        Assert.Equal(0, call.Invoke("turn_around", 64, 64));
        Assert.Equal(
            "06EEEEEEEEEEEEEE" + "0500000000000000" + "0400" + "0300" + "02000000" + "01EEEEEEEEEEEEEE",
            Convert.ToHexString(call.Memory.AsSpan(64, 32)));
    }

    [Theory]
    [InlineData("get_tag", 42, 8, GuestFault.Misaligned)]
    [InlineData("get_tag", 65536, 8, GuestFault.OutOfBounds)]
    [InlineData("uneven_back", 66, 128, GuestFault.Misaligned)]
    [InlineData("uneven_back", 65520, 128, GuestFault.OutOfBounds)]
    [InlineData("uneven_back", 64, 130, GuestFault.Misaligned)]
    [InlineData("uneven_back", 64, 65520, GuestFault.OutOfBounds)]
    [InlineData("boxed_back", -4, 128, GuestFault.OutOfBounds)]
    [InlineData("boxed_back", 64, -4, GuestFault.OutOfBounds)]
    public void Variant_OutsideTheMemoryOrMisaligned_ThrowsGuestFault(string function, int address, int result, GuestFault fault) =>
        Assert.Equal(fault, Assert.Throws<GuestFaultException>(() => new Call(new Variants()).Invoke(function, address, result)).Fault);

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    public void Variant_EachTag_IsItsCase(uint tag)
    {
        Variants host = new();
        Call call = new(host);
        call.Put(40, 0xeeee_ee00 | tag, BitConverter.SingleToUInt32Bits(2.5f));
        Assert.Equal(0, call.Invoke("get_tag", 40, 8));
        Assert.Equal(tag, call.Memory[8]);
        Variants.Reason seen = Assert.IsType<Variants.Reason>(host.Seen[0]);
        Assert.Equal(tag == 0, seen.TryGetDogAte(out float payload) && payload == 2.5f);
        Assert.Equal(tag == 1, seen.TryGetTraffic(out int number) && number == BitConverter.SingleToInt32Bits(2.5f));
        Assert.Equal(tag == 2, seen == Variants.Reason.Sleeping);
    }

    [Fact]
    public void Variant_UnknownTag_ThrowsUnknownValue()
    {
        Call call = new(new Variants());
        call.Put(40, 3);
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => call.Invoke("get_tag", 40, 8)).Fault);
    }

    [Fact]
    public void Variant_OtherPayloadInvalid_ReadsOnlyThePayloadOfItsCase()
    {
        Call call = new(new Variants());
        call.Put(40, 2, 0xFFFF_FFFF);
        Assert.Equal(0, call.Invoke("reason_mult", 40, 3));
        call.Put(40, 0, 0xFFFF_FFFC);
        Assert.Throws<GuestFaultException>(() => call.Invoke("reason_mult", 40, 3));
        call.Put(40, 1, 100);
        call.Put(100, 0x7FFF_FFFF);
        Assert.Equal(0, call.Invoke("reason_mult", 40, 3));
        Assert.Equal(0x7FFF_FFFDu, call.U32(100));
        call.Put(40, 0, 100);
        call.Put(100, BitConverter.SingleToUInt32Bits(1.5f));
        Assert.Equal(0, call.Invoke("reason_mult", 40, 3));
        Assert.Equal(4.5f, BitConverter.UInt32BitsToSingle(call.U32(100)));
    }

    [Theory]
    [InlineData("00EEEEEE" + "010203040506070809EEEEEEEEEEEEEE", "00CCCCCC" + "010203040506070809CCCCCCCCCCCCCC")]
    [InlineData("01EEEEEE" + "78563412EEEEEEEEEEEEEEEEEEEEEEEE", "01CCCCCC" + "78563412CCCCCCCCCCCCCCCCCCCCCCCC")]
    [InlineData("02EEEEEE" + "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE", "02CCCCCC" + "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC")]
    [InlineData("03EEEEEE" + "00000000010203040506070809EEEEEE", "03CCCCCC" + "00000000010203040506070809CCCCCC")]
    [InlineData("03EEEEEE" + "0100000004000000EEEEEEEEEEEEEEEE", "03CCCCCC" + "0100000004000000CCCCCCCCCCCCCCCC")]
    public void Variant_ReadAndWritten_DoesNotChangePadding(string read, string written)
    {
        Call call = new(new Variants());
        call.Put(64, Convert.FromHexString(read));
        call.Memory.AsSpan(128, 20).Fill(0xcc);
        Assert.Equal(0, call.Invoke("uneven_back", 64, 128));
        Assert.Equal(written, Convert.ToHexString(call.Memory.AsSpan(128, 20)));
    }

    [Theory]
    [InlineData("04")]
    [InlineData("03EEEEEE02000000")]
    [InlineData("03EEEEEE0100000005000000")]
    public void NestedVariant_UnknownTag_ThrowsUnknownValue(string read)
    {
        Call call = new(new Variants());
        call.Put(64, Convert.FromHexString(read));
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => call.Invoke("uneven_back", 64, 128)).Fault);
    }

    [Fact]
    public void AnonymousType_InsideARecord_HasAGeneratedName()
    {
        Variants host = new();
        Call call = new(host);
        call.Put(64, 1, 5, 1, 0xeeee_ee07, 9, 0xeeee_0003, 0x1F600, 1);
        Assert.Equal(0, call.Invoke("boxed_back", 64, 128));
        Variants.Boxed boxed = Assert.IsType<Variants.Boxed>(host.Seen[0]);
        Assert.Equal(Variants.Reason.Traffic(5), boxed.Reason);
        Assert.True(boxed.Anonymous.TryGetRight(out Variants.Pair pair));
        Assert.Equal(new Variants.Pair(7, 9), pair);
        Assert.Equal((3, 0x1F600, true), (boxed.Both.Item1, boxed.Both.Item2.Value, boxed.Both.Item3));
        Assert.Equal((1u, 5u, 1u, 7u, 9u, 3u, 0x1F600u, 1u), (
            call.U32(128), call.U32(132), call.U32(136), call.U32(140), call.U32(144), call.U32(148), call.U32(152), call.U32(156)));
    }
}
