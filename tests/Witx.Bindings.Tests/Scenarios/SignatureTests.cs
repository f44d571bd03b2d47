using System;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of the parameters and results of host functions, read by their witx names.</summary>
public sealed class SignatureTests
{
    private const int Input = 1024;
    private const int Output = 64;

    public static TheoryData<string, object, object> Scalars => new()
    {
        { "u8", 200, (byte)200 },
        { "s8", -3, (sbyte)-3 },
        { "u16", 65_000, (ushort)65_000 },
        { "s16", -300, (short)-300 },
        { "u32", uint.MaxValue, uint.MaxValue },
        { "s32", -1, -1 },
        { "u64", ulong.MaxValue, ulong.MaxValue },
        { "s64", -1L, -1L },
        { "f32", 1.5f, 1.5f },
        { "f64", -2.5, -2.5 },
        { "char", 0x1f600, new Rune(0x1f600) },
        { "char8", 65, (byte)65 },
        { "usize", 7, 7UL },
        { "perms", 5, Numbers.PermsType.Read | Numbers.PermsType.Exec },
        { "all8", 0x81, Numbers.All8Type.A | Numbers.All8Type.H },
        { "wide", 4L, Numbers.WideType.High },
        { "door", 9, new Numbers.DoorType(9) },
        { "color", 2, Numbers.ColorType.Blue },
        { "truth", 1, true },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Value_OfEachType_IsReadByName(string function, object core, object expected)
    {
        Call call = new(new Numbers());
        WitxParameter parameter = Assert.Single(call.Describe(function).Parameters);
        Assert.Equal(("x", WitxPassing.Value, expected.GetType()), (parameter.Name, parameter.Passing, parameter.Type));
        object value = parameter.ReadCopy(new HostValues(call.Slots(function, core)), default);
        Assert.Equal((expected, expected.GetType()), (value, value.GetType()));
    }

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Codec_OfEachType_WritesWhatItReads(string function, object core, object expected)
    {
        Assert.NotNull(core);
        GuestCodec codec = new Call(new Numbers()).Describe(function).Parameters[0].Codec;
        byte[] bytes = new byte[codec.Size];
        codec.Write(bytes, expected);
        Assert.Equal(expected, codec.Read(bytes));
        Array array = codec.ReadArray([.. bytes, .. bytes]);
        Assert.Equal((expected.GetType().MakeArrayType(), 2, expected), (array.GetType(), array.Length, array.GetValue(1)));
        Assert.Contains(expected.GetType().ToString(), Assert.Throws<ArgumentException>(() => codec.Write(bytes, "text")).Message);
    }

    [Theory]
    [InlineData("u8", 256)]
    [InlineData("s8", 128)]
    [InlineData("s16", -32_769)]
    [InlineData("color", 3)]
    [InlineData("color", 256)]
    [InlineData("perms", 8)]
    [InlineData("truth", 2)]
    [InlineData("char", 0xd800)]
    public void Value_ThatTheEntryRefuses_ThrowsUnknownValue(string function, int core)
    {
        Call call = new(new Numbers());
        WitxParameter parameter = call.Describe(function).Parameters[0];
        byte[] slots = call.Slots(function, core);
        Assert.Equal(
            GuestFault.UnknownValue,
            Assert.Throws<GuestFaultException>(() => parameter.ReadCopy(new HostValues(slots), default)).Fault);
    }

    [Fact]
    public void Record_OutOfMemory_IsReadByName()
    {
        Call call = new(new Records());
        call.Put(Input, 3, unchecked((uint)-4));
        byte[] slots = call.Slots("sum_of_pair", Input, Output);
        WitxParameter<Records.PairInts> pair = call.Describe("sum_of_pair").GetParameter<Records.PairInts>("an_pair");
        Assert.Equal(WitxPassing.Record, pair.Passing);
        Assert.Equal(new Records.PairInts(3, -4), pair.Read(new HostValues(slots), call.View));
        Assert.Equal((object)new Records.PairInts(3, -4), pair.ReadCopy(new HostValues(slots), call.View));
    }

    [Fact]
    public void List_OfRecords_IsReadByNameAndCopied()
    {
        Call call = new(new Lists());
        call.Put(Input, 1, 2, 3, 4);
        byte[] slots = call.Slots("sum_of_element", Input, 2, 1, Output);
        WitxSignature signature = call.Describe("sum_of_element");
        Assert.Equal(["elements", "index"], signature.Parameters.Select(static parameter => parameter.Name));
        GuestList<Lists.Pair> list = signature.GetParameter<GuestList<Lists.Pair>>("elements").Read(new HostValues(slots), call.View);
        Assert.Equal((2, new Lists.Pair(3, 4)), (list.Count, list[1]));
        Assert.Equal(
            [new Lists.Pair(1, 2), new Lists.Pair(3, 4)],
            (Lists.Pair[])signature.Parameters[0].ReadCopy(new HostValues(slots), call.View));
        Assert.Equal(1UL, signature.GetParameter<ulong>("index").Read(new HostValues(slots), call.View));
    }

    [Fact]
    public void ListOfLists_ReadByName_DereferencesItsRanges()
    {
        Call call = new(new Lists());
        call.Put(Input, Input + 16, 3);
        call.Put(Input + 16, "abc"u8);
        byte[] slots = call.Slots("total_length", Input, 1, Output);
        var words = (GuestRange<byte>[])call.Describe("total_length").Parameters[0].ReadCopy(new HostValues(slots), call.View);
        Assert.Equal("abc"u8, Assert.Single(words).AsList(call.View).Span);
    }

    [Fact]
    public void String_ReadByName_IsAViewOrACopy()
    {
        Call call = new(new Strings());
        call.Put(Input, "héllo"u8);
        byte[] slots = call.Slots("hello_string", Input, 6, Output);
        WitxParameter<GuestString> text = call.Describe("hello_string").GetParameter<GuestString>("a_string");
        Assert.Equal("héllo", text.Read(new HostValues(slots), call.View).ToString());
        Assert.Equal("héllo", text.ReadCopy(new HostValues(slots), call.View));
    }

    [Fact]
    public void Pointer_ReadByName_RefersToItsTarget()
    {
        Call call = new(new Numbers());
        call.Put(Input, 77);
        byte[] slots = call.Slots("pointer", Input);
        WitxSignature signature = call.Describe("pointer");
        GuestRef<ushort> target = signature.GetParameter<GuestRef<ushort>>("x").Read(new HostValues(slots), call.View);
        Assert.Equal((Input, 77), ((int)target.Address, target.Read()));
        Assert.Equal((ushort)77, signature.Parameters[0].ReadCopy(new HostValues(slots), call.View));
        Assert.Equal(typeof(GuestPointer<ushort>), signature.Result.Core!.Type);
    }

    [Fact]
    public void VariantTupleAndUnion_OutOfMemory_AreReadByName()
    {
        Call variants = new(new Variants());
        variants.Put(Input, 1, unchecked((uint)-5));
        Assert.Equal(
            Variants.Reason.Traffic(-5),
            variants.Describe("get_tag").GetParameter<Variants.Reason>("reason")
                .Read(new HostValues(variants.Slots("get_tag", Input, Output)), variants.View));

        Call tuples = new(new Tuples());
        tuples.Put(Input, 0x0002_0001, 3);
        object eight = tuples.Describe("eight").Parameters[0].ReadCopy(
            new HostValues(tuples.Slots("eight", Input, 0, 0, 0, 0, 0, 0, 0, 0)), tuples.View);
        var items = Assert.IsType<(byte, ushort, uint, ulong, sbyte, short, int, long)>(eight);
        Assert.Equal((1, 2, 3u), (items.Item1, items.Item2, items.Item3));

        Call unions = new(new Oldest());
        unions.Put(Input, 1, 2);
        var bits = (Oldest.Bits)unions.Describe("bits_back").Parameters[0].ReadCopy(
            new HostValues(unions.Slots("bits_back", Input, Output)), unions.View);
        Assert.Equal(new Oldest.Pair(1, 2), bits.AsPair());
    }

    [Fact]
    public void Outputs_AfterACall_AreReadWithTheirNames()
    {
        Call call = new(new Older());
        WitxResult result = call.Describe("divide").Result;
        Assert.Equal(("error", WitxResultKind.Error, typeof(Older.Errno)), (result.Name, result.Kind, result.Core?.Type));
        Assert.Equal(["quotient", "rest"], result.Outputs.Select(static output => output.Name));
        byte[] slots = call.Slots("divide", 17, 5, Output, Output + 4);
        Assert.Equal(0, call.Invoke("divide", 17, 5, Output, Output + 4));
        Assert.Equal([3u, (ushort)2], result.Outputs.Select(output => output.ReadCopy(new HostValues(slots), call.View)));
    }

    [Fact]
    public void Results_OfEachKind_AreDescribed()
    {
        Call numbers = new(new Numbers());
        Call errors = new(new Errors());
        Assert.Equal(("", WitxResultKind.None, null), Describe(numbers, "nothing"));
        Assert.Equal(("", WitxResultKind.NoReturn, null), Describe(numbers, "gone"));
        Assert.Equal(("r", WitxResultKind.Value, typeof(byte)), Describe(numbers, "u8"));
        Assert.Equal(WitxResultKind.Error, Describe(errors, "foo").Kind);
        Assert.Equal(WitxResultKind.Failure, Describe(errors, "bare").Kind);
        WitxParameter output = Assert.Single(errors.Describe("sized").Result.Outputs);
        Assert.Equal((typeof(GuestRef<uint>), typeof(uint)), (output.Type, output.Codec.Type));
        Assert.Equal(3, errors.Describe("chosen").Result.Outputs.Length);

        static (string Name, WitxResultKind Kind, Type? Core) Describe(Call call, string function) =>
            call.Describe(function).Result is var result ? (result.Name, result.Kind, result.Core?.Type) : default;
    }

    [Fact]
    public void Wide_Addresses_AreReadAs64Bits()
    {
        Call call = new(new Wide());
        call.Put(Input, "text"u8);
        byte[] slots = call.Slots("find", (long)Input, 4L, 8L, (long)Output);
        WitxParameter text = call.Describe("find").Parameters[0];
        Assert.Equal((CoreType.I64, "text"), (text.Core, text.ReadCopy(new HostValues(slots), call.View)));
        slots[4] = 1;
        Assert.Throws<GuestFaultException>(() => text.ReadCopy(new HostValues(slots), call.View));
    }

    [Fact]
    public void ReentrantFunction_HasViewsOfItsParameters() => Assert.Equal(
        [typeof(GuestString), typeof(GuestList<uint>), typeof(GuestRef<uint>), typeof(Reentrant.Pair)],
        new Call(new Reentrant()).Describe("call_back").Parameters.Select(static parameter => parameter.Type));

    [Fact]
    public void GetParameter_UnknownNameOrType_ThrowsWithTheRemedy()
    {
        WitxSignature signature = new Call(new Lists()).Describe("sum_of_element");
        Assert.Contains(
            "its parameters are 'elements', 'index'",
            Assert.Throws<ArgumentException>(() => signature.GetParameter<ulong>("elemens")).Message);
        Assert.Contains(
            "'index' has type 'System.UInt64'",
            Assert.Throws<ArgumentException>(() => signature.GetParameter<uint>("index")).Message);
    }

    [Fact]
    public void UnimplementedFunction_HasNoSignature() =>
        Assert.Null(new Call(new TrappingPolicies()).Find("absent").GetWitxSignature());

    /// <summary>The signature is created once for a function, and is not part of its value.</summary>
    [Fact]
    public void Function_AfterItsSignatureWasCreated_EqualsItsCopy()
    {
        HostFunction function = new Call(new Lists()).Find("sum_of_element");
        HostFunction copy = function with { Module = function.Module };
        Assert.Same(function.GetWitxSignature(), function.GetWitxSignature());
        Assert.Equal(copy, function);
        Assert.Equal(copy.GetHashCode(), function.GetHashCode());
        Assert.NotEqual(copy with { Module = "other" }, function);
    }
}
