using System;
using CsCheck;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of parameters and results that are passed by value.</summary>
public sealed class NumberTests
{
    private readonly Call _numbers = new(new Numbers());
    private readonly Call _atoms;
    private readonly Atoms _atomsHost = new();

    public NumberTests() => _atoms = new Call(_atomsHost);

    [Theory]
    [InlineData("u8", 0, 255, 256, -1)]
    [InlineData("s8", -128, 127, 128, -129)]
    [InlineData("u16", 0, 65535, 65536, -1)]
    [InlineData("s16", -32768, 32767, 32768, -32769)]
    [InlineData("char8", 0, 255, 256, int.MinValue)]
    [InlineData("char", 0, 0x10FFFF, 0x110000, 0xD800)]
    [InlineData("char", 0xD7FF, 0xE000, 0xDFFF, -1)]
    [InlineData("perms", 0, 7, 8, -1)]
    [InlineData("color", 0, 2, 3, -1)]
    [InlineData("truth", 0, 1, 2, -1)]
    public void NarrowNumber_OutOfRange_ThrowsUnknownValue(string function, int low, int high, int tooHigh, int tooLow)
    {
        Assert.Equal(low, unchecked((int)_numbers.Invoke(function, low)));
        Assert.Equal(high, unchecked((int)_numbers.Invoke(function, high)));
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => _numbers.Invoke(function, tooHigh)).Fault);
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => _numbers.Invoke(function, tooLow)).Fault);
    }

    [Fact]
    public void Result_Of32Bits_IsZeroExtended()
    {
        Assert.Equal(0xFFFF_FFFFL, _numbers.Invoke("s32", -1));
        Assert.Equal(0xFFFF_FFFFL, _numbers.Invoke("s8", -1));
        Assert.Equal(0xFFFF_FFFFL, _numbers.Invoke("u32", -1));
        Assert.Equal(0xFFFF_FFFFL, _numbers.Invoke("door", -1));
        Assert.Equal(BitConverter.SingleToUInt32Bits(-0f), _numbers.Invoke("f32", -0f));
    }

    [Fact]
    public void Flags_AllBitsNamed_AcceptEachBitOfTheirType()
    {
        Assert.Equal(255, _numbers.Invoke("all8", 255));
        Assert.Throws<GuestFaultException>(() => _numbers.Invoke("all8", 256));
        Assert.Equal(7, _numbers.Invoke("wide", 7L));
        Assert.Throws<GuestFaultException>(() => _numbers.Invoke("wide", 8L));
        Assert.Throws<GuestFaultException>(() => _numbers.Invoke("wide", 1UL << 63));
    }

    [Fact]
    public void Integer_AnyBits_IsReturnedUnchanged() => Gen.Select(Gen.Int, Gen.Long).Sample((int i, long l) =>
    {
        Assert.Equal((uint)i, (ulong)_numbers.Invoke("u32", i));
        Assert.Equal((uint)i, (ulong)_numbers.Invoke("usize", i));
        Assert.Equal((uint)i, (ulong)_numbers.Invoke("s32", i));
        Assert.Equal(l, _numbers.Invoke("u64", l));
        Assert.Equal(l, _numbers.Invoke("s64", l));
    });

    [Fact]
    public void Float_AnyBits_IsReturnedUnchanged() => Gen.Select(Gen.UInt, Gen.Long).Sample((uint f, long d) =>
    {
        // A register may convert a signaling NaN to a quiet NaN. No other bits may change.
        float single = BitConverter.UInt32BitsToSingle(f);
        double twice = BitConverter.Int64BitsToDouble(d);
        Assert.Equal(float.IsNaN(single), float.IsNaN(BitConverter.UInt32BitsToSingle((uint)_numbers.Invoke("f32", single))));
        Assert.True(float.IsNaN(single) || _numbers.Invoke("f32", single) == f);
        Assert.True(double.IsNaN(twice) || _numbers.Invoke("f64", twice) == d);
    });

    [Fact]
    public void Pointer_Returned_IsItsAddress()
    {
        Assert.Equal(0xFFFE, _numbers.Invoke("pointer", 0xFFFE));
        Assert.Equal(GuestFault.Misaligned, Assert.Throws<GuestFaultException>(() => _numbers.Invoke("pointer", 1)).Fault);
        Assert.Equal(GuestFault.OutOfBounds, Assert.Throws<GuestFaultException>(() => _numbers.Invoke("pointer", -2)).Fault);
    }

    [Fact]
    public void Function_WithoutParametersAndResult_ReturnsZero() => Assert.Equal(0, _numbers.Invoke("nothing"));

    [Fact]
    public void NoReturnFunction_ThatReturns_Traps() =>
        Assert.Contains("numbers.gone", Assert.Throws<WitxTrapException>(() => _numbers.Invoke("gone")).Message);

    [Fact]
    public void IntFloatArgs_AnyValues_ArriveUnsignedAndExact() => Gen.Select(Gen.UInt, Gen.Float).Sample((uint n, float x) =>
    {
        Assert.Equal(0, _atoms.Invoke("int_float_args", n, x));
        Assert.Equal((n, x), _atomsHost.Seen);
    }, threads: 1);

    [Fact]
    public void DoubleIntReturnFloat_AnyValue_WritesTheFloat() => Gen.Select(Gen.UInt, Gen.Int[0, 16383]).Sample((uint n, int slot) =>
    {
        Assert.Equal(0, _atoms.Invoke("double_int_return_float", n, slot * 4));
        Assert.Equal((float)n * 2, BitConverter.UInt32BitsToSingle(_atoms.U32(slot * 4)));
    }, threads: 1);
}
