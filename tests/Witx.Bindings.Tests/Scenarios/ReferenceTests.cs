using System;
using System.Linq;
using System.Text;
using CsCheck;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of lists, strings and pointers in guest memory.</summary>
public sealed class ReferenceTests
{
    private static readonly Gen<byte[]> s_excuses = Gen.Byte[0, 2].Array[1, 255];

    [Fact]
    public void ListOfPointers_Dereferenced_ReadsTheTargets() => s_excuses.Sample(static (byte[] excuses) =>
    {
        Call call = Excuses(excuses);
        Assert.Equal(0, call.Invoke("reduce_excuses", 1024, excuses.Length, 8));
        Assert.Equal(excuses[^1], call.Memory[8]);
    });

    [Fact]
    public void ListOfPointers_WrittenThrough_ChangesOnlyTheTargets() => s_excuses.Sample(static (byte[] excuses) =>
    {
        Call call = Excuses(excuses);
        byte[] pointers = call.Memory.AsSpan(1024, 4 * excuses.Length).ToArray();
        Assert.Equal(0, call.Invoke("populate_excuses", 1024, excuses.Length));
        Assert.All(call.Memory.AsSpan(8192, excuses.Length).ToArray(), static excuse => Assert.Equal(2, excuse));
        Assert.Equal(pointers, call.Memory.AsSpan(1024, 4 * excuses.Length).ToArray());
    });

    [Fact]
    public void ListElement_UnknownEnumMember_ThrowsUnknownValue()
    {
        Call call = Excuses([3]);
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => call.Invoke("reduce_excuses", 1024, 1, 8)).Fault);
    }

    [Theory]
    [InlineData(0x10000u, GuestFault.OutOfBounds)]
    [InlineData(0xFFFF_FFFFu, GuestFault.OutOfBounds)]
    public void PointerInsideAList_OutsideTheMemory_ThrowsWhenDereferenced(uint address, GuestFault fault)
    {
        Call call = new(new Lists());
        call.Put(1024, address);
        Assert.Equal(fault, Assert.Throws<GuestFaultException>(() => call.Invoke("reduce_excuses", 1024, 1, 8)).Fault);
    }

    [Fact]
    public void SumOfElement_AnyIndex_ReturnsTheSumOrAnError() => Gen.Select(Gen.Int.Array[1, 20], Gen.Int[0, 12]).Sample(
        static (int[] values, int index) =>
        {
            Call call = new(new Lists());
            call.Put(1024, [.. values.Select(static value => unchecked((uint)value))]);
            int pairs = values.Length / 2;
            long result = call.Invoke("sum_of_element", 1024, pairs, index, 8);
            Assert.Equal(index < pairs ? 0 : 1, result);
            if (index < pairs)
            {
                Assert.Equal(unchecked(values[2 * index] + values[(2 * index) + 1]), unchecked((int)call.U32(8)));
            }
        });

    [Theory]
    [InlineData(0, 3, 0, 21)]
    [InlineData(1, 2, 0, 7)]
    [InlineData(2, 2, 0, 0)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(0, 4, 1, 0)]
    [InlineData(0, -1, 1, 0)]
    public void SumOfElements_AnyRange_ReturnsTheSumOrAnError(int start, int end, long result, uint sum)
    {
        Call call = new(new Lists());
        call.Put(1024, 1, 2, 3, 4, 5, 6);
        Assert.Equal(result, call.Invoke("sum_of_elements", 1024, 3, start, end, 8));
        Assert.Equal(sum, call.U32(8));
    }

    [Fact]
    public void ListOfRanges_AsLists_HaveTheirLengths()
    {
        Call call = new(new Lists());
        call.Put(1024, 5000, 3, 0, 0, 6000, 7);
        Assert.Equal(0, call.Invoke("total_length", 1024, 3, 8));
        Assert.Equal(10u, call.U32(8));
    }

    [Theory]
    [InlineData(65536u, 0u, null)]
    [InlineData(65528u, 1u, null)]
    [InlineData(65535u, 0u, null)]
    [InlineData(65537u, 0u, GuestFault.OutOfBounds)]
    [InlineData(65532u, 1u, GuestFault.OutOfBounds)]
    [InlineData(65526u, 1u, GuestFault.Misaligned)]
    [InlineData(0xFFFF_FFF0u, 100u, GuestFault.OutOfBounds)]
    [InlineData(0u, 0xFFFF_FFFFu, GuestFault.OutOfBounds)]
    [InlineData(0u, 0x2000_0001u, GuestFault.OutOfBounds)]
    public void List_PartlyOutsideTheMemoryOrMisaligned_ThrowsGuestFault(uint address, uint count, GuestFault? fault)
    {
        Call call = new(new Lists());
        GuestFaultException? caught = null;
        try
        {
            call.Invoke("sum_of_elements", address, count, 0, 0, 8);
        }
        catch (GuestFaultException exception)
        {
            caught = exception;
        }

        Assert.Equal(fault, caught?.Fault);
    }

    [Fact]
    public void PointersAndEnums_ValidArguments_AreReadAndWritten()
    {
        Call call = new(new Pointers());
        call.Memory[101] = 1;
        call.Put(200, 101);
        Assert.Equal(0, call.Invoke("pointers_and_enums", 2, 100, 101, 200));
        Assert.Equal(1, call.Memory[100]);
        Assert.Equal(100u, call.U32(200));
    }

    [Theory]
    [InlineData(3, 100, 101, 200, GuestFault.UnknownValue)]
    [InlineData(0, 65537, 101, 200, GuestFault.OutOfBounds)]
    [InlineData(0, 65536, 101, 200, GuestFault.OutOfBounds)]
    [InlineData(0, 100, 65536, 200, GuestFault.OutOfBounds)]
    [InlineData(0, 100, 101, 202, GuestFault.Misaligned)]
    [InlineData(0, 100, 101, 65532, GuestFault.OutOfBounds)]
    [InlineData(0, 100, 102, 200, GuestFault.UnknownValue)]
    public void Pointer_OutOfBoundsOrMisalignedOrBadTarget_ThrowsItsFault(int value, int second, int third, int fourth, GuestFault fault)
    {
        Call call = new(new Pointers());
        call.Memory[102] = 7;
        call.Put(65532, 70000);
        Assert.Equal(
            fault,
            Assert.Throws<GuestFaultException>(() => call.Invoke("pointers_and_enums", value, second, third, fourth)).Fault);
    }

    [Fact]
    public void String_NonAscii_HasItsLengthInBytes() => Gen.String[Gen.Char['Α', 'ω'], 0, 256].Sample(static (string text) =>
    {
        Strings host = new();
        Call call = new(host);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        call.Put(1001, bytes);
        Assert.Equal(0, call.Invoke("hello_string", 1001, bytes.Length, 8));
        Assert.Equal((uint)bytes.Length, call.U32(8));
        Assert.Equal([text], host.Seen);
    });

    [Fact]
    public void Strings_ThatOverlap_AreReadIndependently()
    {
        Strings host = new();
        Call call = new(host);
        call.Put(100, "overlapping"u8);
        Assert.Equal(0, call.Invoke("multi_string", 100, 11, 104, 7, 107, 4, 8));
        Assert.Equal(22u, call.U32(8));
        Assert.Equal(["overlapping", "lapping", "ping"], host.Seen);
    }

    [Theory]
    [InlineData(65533, 3, null)]
    [InlineData(65536, 0, null)]
    [InlineData(65534, 3, GuestFault.OutOfBounds)]
    [InlineData(65537, 0, GuestFault.OutOfBounds)]
    [InlineData(0, -1, GuestFault.OutOfBounds)]
    [InlineData(-1, -1, GuestFault.OutOfBounds)]
    public void String_OutsideTheMemory_ThrowsOutOfBounds(int address, int length, GuestFault? fault)
    {
        Call call = new(new Strings());
        GuestFaultException? caught = null;
        try
        {
            call.Invoke("hello_string", address, length, 8);
        }
        catch (GuestFaultException exception)
        {
            caught = exception;
        }

        Assert.Equal(fault, caught?.Fault);
    }

    [Theory]
    [InlineData("hello_string")]
    [InlineData("decode")]
    public void String_InvalidUtf8_ThrowsInvalidUtf8(string function)
    {
        Call call = new(new Strings());
        foreach (string hex in new[] { "FF", "C328", "EDA080", "F4908080", "C0AF", "E282" })
        {
            call.Put(100, Convert.FromHexString(hex));
            Assert.Equal(
                GuestFault.InvalidUtf8,
                Assert.Throws<GuestFaultException>(() => call.Invoke(function, 100, hex.Length / 2, 8)).Fault);
        }
    }

    [Fact]
    public void StringResult_IsWrittenAsAddressAndLength()
    {
        Call call = new(new Strings());
        Assert.Equal(0, call.Invoke("name_of", 1234, 5, 8));
        Assert.Equal((1234u, 5u), (call.U32(8), call.U32(12)));
    }

    private static Call Excuses(byte[] excuses)
    {
        Call call = new(new Lists());
        call.Put(8192, excuses);
        call.Put(1024, [.. Enumerable.Range(8192, excuses.Length).Select(static address => (uint)address)]);
        return call;
    }
}
