using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Every form of every dialect of witx. Pre-2021 and current syntax have the same meaning.</summary>
public sealed class SyntaxDialectTests
{
    [Theory]
    [InlineData("u8")]
    [InlineData("u16")]
    [InlineData("u32")]
    [InlineData("u64")]
    [InlineData("s8")]
    [InlineData("s16")]
    [InlineData("s32")]
    [InlineData("s64")]
    [InlineData("f32")]
    [InlineData("f64")]
    [InlineData("char")]
    [InlineData("bool")]
    [InlineData("string")]
    [InlineData("usize")]
    [InlineData("char8")]
    [InlineData("(@witx usize)")]
    [InlineData("(@witx char8)")]
    [InlineData("(@witx pointer (@witx const_pointer u8))")]
    [InlineData("(list (list string))")]
    [InlineData("(array string)")]
    [InlineData("(handle)")]
    [InlineData("(enum $a)")]
    [InlineData("(enum (@witx tag u8) $a $2b $c-d)")]
    [InlineData("(enum u64 $a)")]
    [InlineData("(flags)")]
    [InlineData("(flags (@witx repr u64) $a)")]
    [InlineData("(flags (@witx bitflags u16) $a)")]
    [InlineData("(flags u16 (flag $a) (flag $b))")]
    [InlineData("(flags u16)")]
    [InlineData("(int u32 (const $a 0) (const $b 0xFF))")]
    [InlineData("(struct (field $a u8))")]
    [InlineData("(record (field $a u8) (field $b (list u8)))")]
    [InlineData("(tuple u8 (tuple string bool))")]
    [InlineData("(variant (case $a) (case $b u8))")]
    [InlineData("(variant (@witx tag u8) (case $a (tuple u8 u8)))")]
    [InlineData("(union u8 (list u8))")]
    [InlineData("(union (@witx tag u16) u8)")]
    [InlineData("(union (field $a u8) (field $b u64))")]
    [InlineData("(expected (error))")]
    [InlineData("(expected u8 (error))")]
    [InlineData("(expected (error u8))")]
    [InlineData("(expected (list u8) (error (variant (case $a))))")]
    public void Type_InAnyDialect_IsParsed(string type) =>
        Assert.Empty(TestDocument.Resolve($"(typename $t {type}) (module $m (@interface func (export \"f\") (param $p $t)))").AllErrors());

    [Theory]
    [InlineData("(typename $t (enum u16 $a $b))", "(typename $t (enum (@witx tag u16) $a $b))")]
    [InlineData("(typename $t (flags u16 $a $b))", "(typename $t (flags (@witx repr u16) $a $b))")]
    [InlineData("(typename $t (flags u16 (flag $a) (flag $b)))", "(typename $t (flags (@witx repr u16) $a $b))")]
    [InlineData("(typename $t (flags (@witx bitflags u16) $a $b))", "(typename $t (flags (@witx repr u16) $a $b))")]
    [InlineData("(typename $t (struct (field $a u8)))", "(typename $t (record (field $a u8)))")]
    [InlineData("(typename $t (array u8))", "(typename $t (list u8))")]
    [InlineData("(typename $t char8)", "(typename $t (@witx char8))")]
    [InlineData("(typename $t usize)", "(typename $t (@witx usize))")]
    [InlineData("(typename $t (int u8 (const $a 1)))", "(typename $t u8) (@witx const $t $a 1)")]
    [InlineData("(typename $t string)", "(typename $t (list char))")]
    [InlineData(
        "(typename $e (enum u8 $b $a)) (typename $t (union $e (field $a u8) (empty $b)))",
        "(typename $e (enum (@witx tag u8) $b $a)) (typename $t (variant (@witx tag $e) (case $b) (case $a u8)))")]
    [InlineData(
        "(typename $e (enum $a $b)) (typename $t (union (@witx tag $e) u8 u16))",
        "(typename $e (enum $a $b)) (typename $t (variant (@witx tag $e) (case $a u8) (case $b u16)))")]
    public void Pre2021Syntax_AndCurrentSyntax_MeanTheSame(string older, string newer)
    {
        WitxDocument document = TestDocument.Resolve(older);
        Assert.Empty(document.AllErrors());
        Assert.Null(DocumentComparer.Difference(TestDocument.Resolve(newer), document));
    }

    [Fact]
    public void Constants_AnywhereInTheFile_AreResolved()
    {
        WitxDocument document = TestDocument.Resolve(
            "(@witx const $a $x 1) (typename $a u8) (@witx const $a $y 0x10) (@witx const $a $z +255)");
        Assert.Empty(document.AllErrors());
        Assert.Equal(
            [("x", 1UL), ("y", 16UL), ("z", 255UL)],
            document.Types.Single().Constants.Select(static constant => (constant.Name, constant.Value)));
    }

    [Fact]
    public void Hidden_AsKeywordAndAsName_IsParsed()
    {
        WitxDocument document = TestDocument.Resolve("(typename hidden $a u8) (typename $hidden u8)");
        Assert.Empty(document.AllErrors());
        Assert.Equal([("a", true), ("hidden", false)], document.Types.Select(static type => (type.Name, type.IsHidden)));
    }

    [Fact]
    public void UnknownAnnotations_Parsed_AreSkipped()
    {
        WitxDocument document = TestDocument.Resolve("""
            (@wazzi (deep "x;)" (; ( ;) 1.5 $a))
            (typename (@a) $t (@b) (record (@c) (field (@d) $x (@e "(") u8 (@f)) (@g)) (@h))
            (module $m (@deprecated "no") (@interface func (@x) (export "f") (@resource $r) (param $p $t) (@y)))
            """);
        Assert.Empty(document.AllErrors());
        Assert.Equal("f", document.Modules.Single().Functions.Single().Name);
    }

    [Fact]
    public void FunctionParts_InAnyOrder_AreParsed()
    {
        WitxDocument document = TestDocument.Resolve("""
            (module $m
              (@interface func (export "") (@witx noreturn) (result $r u32) (param $a u8) (param $b u16))
              (import "memory" (memory)))
            """);
        Assert.Empty(document.AllErrors());
        WitxFunction function = document.Modules.Single().Functions.Single();
        Assert.True(function.IsNoReturn);
        Assert.Equal(["a", "b"], function.Parameters.Select(static parameter => parameter.Name));
        Assert.Equal("r", function.Results.Single().Name);
    }

    [Fact]
    public void Handle_WithSupertypes_KeepsThem()
    {
        WitxDocument document = TestDocument.Resolve("(typename $a (handle)) (typename $b (handle)) (typename $c (handle $a $b))");
        Assert.Empty(document.AllErrors());
        Assert.Equal(["a", "b"], ((HandleType)document.Types[2].Type).Supertypes.Select(static type => type.Definition.Name));
    }
}
