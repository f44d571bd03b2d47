using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class RepresentabilityTests
{
    [Theory]
    [InlineData("u8", "u8", "Equal", "Equal")]
    [InlineData("u8", "u64", "Superset", "NotEqual")]
    [InlineData("u32", "usize", "NotEqual", "NotEqual")]
    [InlineData("u8", "(@witx char8)", "NotEqual", "NotEqual")]
    [InlineData("s8", "s16", "NotEqual", "NotEqual")]
    [InlineData("f32", "f64", "NotEqual", "NotEqual")]
    [InlineData("u32", "s32", "NotEqual", "NotEqual")]
    [InlineData("(handle)", "(handle)", "Equal", "Equal")]
    [InlineData("(handle)", "u32", "NotEqual", "NotEqual")]
    [InlineData("(list u8)", "(list u16)", "Superset", "NotEqual")]
    [InlineData("string", "(list char)", "Equal", "Equal")]
    [InlineData("string", "(list u8)", "NotEqual", "NotEqual")]
    [InlineData("(@witx pointer u8)", "(@witx pointer u8)", "Equal", "Equal")]
    [InlineData("(@witx pointer u8)", "(@witx const_pointer u8)", "NotEqual", "NotEqual")]
    [InlineData("(enum $a $b)", "(enum $a $b $c)", "Superset", "NotEqual")]
    [InlineData("(enum $a $b)", "(enum $b $a)", "NotEqual", "NotEqual")]
    [InlineData("(enum (@witx tag u8) $a)", "(enum (@witx tag u16) $a)", "Superset", "NotEqual")]
    [InlineData("(enum $a $b)", "(variant (case $a) (case $b))", "Equal", "Equal")]
    [InlineData("bool", "(enum $false $true)", "Equal", "Equal")]
    [InlineData("(variant (case $a))", "(variant (case $a u8))", "Superset", "NotEqual")]
    [InlineData("(variant (case $a u8))", "(variant (case $a u16))", "Superset", "NotEqual")]
    [InlineData("(expected u8 (error))", "(variant (case $ok u8) (case $err))", "Equal", "Equal")]
    [InlineData("(union u8 u16)", "(variant (case $0 u8) (case $1 u16))", "Equal", "Equal")]
    [InlineData("(record (field $a u8))", "(record (field $a u8))", "Equal", "Equal")]
    [InlineData("(record (field $a u8))", "(record (field $a u16))", "NotEqual", "NotEqual")]
    [InlineData("(record (field $a u8))", "(record (field $a u8) (field $b u8))", "NotEqual", "NotEqual")]
    [InlineData("(record (field $a u8))", "(record (field $b u8))", "NotEqual", "NotEqual")]
    [InlineData("(tuple u8 u16)", "(record (field $0 u8) (field $1 u16))", "Equal", "Equal")]
    [InlineData("(flags $a $b)", "(record (field $a bool) (field $b bool))", "Equal", "Equal")]
    [InlineData("(union (field $a u8))", "(union (field $a u8))", "Equal", "Equal")]
    [InlineData("(union (field $a u8))", "(struct (field $a u8))", "NotEqual", "NotEqual")]
    [InlineData("u8", "string", "NotEqual", "NotEqual")]
    public void Compare_TwoTypes_ReturnsTheRelationOfTheirValues(string type, string by, string forward, string backward)
    {
        (WitxType a, WitxType b) = (Resolve(type), Resolve(by));
        Assert.Equal(forward, Representability.Compare(a, b).ToString());
        Assert.Equal(backward, Representability.Compare(b, a).ToString());
    }

    [Fact]
    public void Compare_DeeplySharedTypes_TakesLinearTime()
    {
        string text = "(typename $t0 u8)" + string.Concat(Enumerable.Range(1, 45).Select(static i =>
            $"(typename $t{i} (variant (case $a $t{i - 1}) (case $b $t{i - 1})))"));
        (WitxType a, WitxType b) = (TestDocument.Resolve(text).Types[^15].Type, TestDocument.Resolve(text).Types[^15].Type);
        Assert.Equal(Representation.Equal, Representability.Compare(a, b));
    }

    private static WitxType Resolve(string type) => TestDocument.Resolve($"(typename $t {type})").Types.Single().Type;
}
