using System.Linq;
using CsCheck;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("u8", 1, 1, 1, 1)]
    [InlineData("s16", 2, 2, 2, 2)]
    [InlineData("f32", 4, 4, 4, 4)]
    [InlineData("char", 4, 4, 4, 4)]
    [InlineData("(@witx char8)", 1, 1, 1, 1)]
    [InlineData("u64", 8, 8, 8, 8)]
    [InlineData("usize", 4, 4, 8, 8)]
    [InlineData("(@witx pointer u64)", 4, 4, 8, 8)]
    [InlineData("(handle)", 4, 4, 4, 4)]
    [InlineData("string", 8, 4, 16, 8)]
    [InlineData("(list u64)", 8, 4, 16, 8)]
    [InlineData("bool", 4, 4, 4, 4)]
    [InlineData("(enum $a)", 4, 4, 4, 4)]
    [InlineData("(enum (@witx tag u8) $a)", 1, 1, 1, 1)]
    [InlineData("(flags (@witx repr u64))", 8, 8, 8, 8)]
    [InlineData("(variant (@witx tag u16) (case $a))", 2, 2, 2, 2)]
    [InlineData("(tuple u8 u16 u8)", 6, 2, 6, 2)]
    [InlineData("(record (field $a u8) (field $b u64) (field $c u8))", 24, 8, 24, 8)]
    [InlineData("(expected (error))", 4, 4, 4, 4)]
    [InlineData("(expected u64 (error u8))", 16, 8, 16, 8)]
    [InlineData("(union (field $a u8) (field $b (tuple u16 u16 u16)))", 6, 2, 6, 2)]
    public void Create_AnyType_MatchesTheLayoutOfC(string type, uint size32, uint align32, uint size64, uint align64)
    {
        WitxType resolved = TestDocument.Resolve($"(typename $t {type})").Types.Single().Type;
        (Layout at32, Layout at64) = (Layout.Create(resolved, PointerWidth.Bits32), Layout.Create(resolved, PointerWidth.Bits64));
        Assert.Equal((size32, align32, size64, align64), (at32.Size, at32.Align, at64.Size, at64.Align));
    }

    [Fact]
    public void Create_Variant_AlignsPayloadsToTheLargestAlignment()
    {
        // A tag of one byte and payloads of nine bytes and a u32. The witx 0.9.1 crate computes another size than C.
        WitxType type = TestDocument.Resolve("""
            (typename $nine (tuple u8 u8 u8 u8 u8 u8 u8 u8 u8))
            (typename $v (variant (@witx tag u8) (case $a $nine) (case $b u32)))
            """).Types[1].Type;
        Layout layout = Layout.Create(type, PointerWidth.Bits32);
        Assert.Equal((16U, 4U, 1U, 4U), (layout.Size, layout.Align, layout.TagSize, layout.PayloadOffset));
    }

    [Fact]
    public void Create_Record_MatchesTheLayoutOfC() =>
        Gen.OneOfConst("u8", "u16", "u32", "u64", "(@witx usize)", "(tuple u8 u32)", "(list u8)").List[1, 12].Sample(static types =>
        {
            string fields = string.Concat(types.Select(static (type, i) => $"(field $f{i} {type})"));
            RecordType record = (RecordType)TestDocument.Resolve($"(typename $r (record {fields}))").Types.Single().Type;
            foreach (PointerWidth width in new[] { PointerWidth.Bits32, PointerWidth.Bits64 })
            {
                Layout layout = Layout.Create(record, width);
                uint end = 0;
                for (int i = 0; i < types.Count; i++)
                {
                    Layout field = Layout.Create(record.Fields[i].Type, width);
                    Assert.Equal(0U, layout.Offsets[i] % field.Align);
                    Assert.InRange(layout.Offsets[i], end, end + field.Align - 1);
                    end = layout.Offsets[i] + field.Size;
                }

                Assert.InRange(layout.Size, end, end + layout.Align - 1);
                Assert.Equal(0U, layout.Size % layout.Align);
                Assert.Equal(record.Fields.Max(field => Layout.Create(field.Type, width).Align), layout.Align);
            }
        });

    [Fact]
    public void VariantWithoutPayloads_LayoutAndSignature_MatchAnEnum()
    {
        WitxDocument document = TestDocument.Resolve(
            "(typename $v (variant (case $a) (case $b))) (module $m (@interface func (export \"f\") (param $p $v)))");
        Assert.False(((VariantType)document.Types.Single().Type).HasPayloads);
        FunctionSignature signature = FunctionSignature.Create(document.Modules[0].Functions[0], PointerWidth.Bits64);
        Assert.Equal(CoreParameterRole.Value, signature.Parameters.Single().Role);
    }
}
