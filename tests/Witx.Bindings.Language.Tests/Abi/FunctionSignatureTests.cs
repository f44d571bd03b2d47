using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class FunctionSignatureTests
{
    private const string Newer = """
        (typename $errno (enum (@witx tag u16) $success $io))
        (typename $size u32)
        (typename $pair (tuple $size $size))
        (typename $rec (record (field $a u8)))
        (typename $names (list string))
        """;

    private const string Older = """
        (typename $errno (enum u16 $success $io))
        (typename $wide (enum u64 $a $b))
        (typename $size u32)
        (typename $rec (struct (field $a u8)))
        (typename $names (array u8))
        """;

    [Theory]
    [InlineData("", "() -> ()", "None")]
    [InlineData(
        "(param $a u8) (param $b s64) (param $c f32) (param $d f64)", "(Value0:i32 Value1:i64 Value2:f32 Value3:f64) -> ()", "None")]
    [InlineData("(param $a string) (param $b $names)", "(ListAddress0:i32 ListLength0:i32 ListAddress1:i32 ListLength1:i32) -> ()", "None")]
    [InlineData("(param $a $rec) (param $b (tuple u8)) (param $c bool)", "(Reference0:i32 Reference1:i32 Value2:i32) -> ()", "None")]
    [InlineData("(result $r (@witx pointer u8))", "() -> (i32)", "Direct")]
    [InlineData("(result $e (expected (error $errno)))", "() -> (i32)", "Expected")]
    [InlineData("(result $e (expected (error)))", "() -> (i32)", "Expected")]
    [InlineData("(result $e (expected $size (error)))", "(OutAddress0:i32) -> (i32)", "Expected", "e:size")]
    [InlineData("(param $a u8) (result $e (expected $rec (error $errno)))", "(Value0:i32 OutAddress0:i32) -> (i32)", "Expected", "e:rec")]
    [InlineData("(result $e (expected $names (error $errno)))", "(OutAddress0:i32) -> (i32)", "Expected", "e:names")]
    [InlineData(
        "(result $e (expected (tuple $size $rec) (error $errno)))", "(OutAddress0:i32 OutAddress1:i32) -> (i32)", "Expected",
        ":size :rec")]
    [InlineData("(result $e (expected $pair (error $errno)))", "(OutAddress0:i32 OutAddress1:i32) -> (i32)", "Expected", ":size :size")]
    [InlineData(
        "(result $e (variant (@witx tag u64) (case $ok $size) (case $err $errno)))", "(OutAddress0:i32) -> (i64)", "Expected", "e:size")]
    public void Create_CurrentSyntax_LowersTheFunction(string parts, string signature, string form, string outputs = "") =>
        AssertLowered(Newer, parts, PointerWidth.Bits32, signature, form, outputs);

    [Fact]
    public void Create_TransitionalSyntax_AllowsSeveralResults() => AssertLowered(
        "(typename $errno (enum (@witx tag u16) $success $io)) (typename $r (record (field $a (list u8)))) "
        + "(typename $f (flags (@witx bitflags u64) $x))",
        "(param $f $f) (result $error $errno) (result $r $r)",
        PointerWidth.Bits32,
        "(Value0:i64 OutAddress0:i32) -> (i32)",
        "Expected",
        "r:r");

    [Theory]
    [InlineData("(result $error $errno)", "() -> (i32)", "Expected")]
    [InlineData("(param $a $wide) (result $error $errno)", "(Value0:i64) -> (i32)", "Expected")]
    [InlineData("(result $w $wide)", "() -> (i64)", "Direct")]
    [InlineData("(result $r u64)", "() -> (i64)", "Direct")]
    [InlineData(
        "(result $e $errno) (result $size $size) (result $rec $rec)", "(OutAddress0:i32 OutAddress1:i32) -> (i32)", "Expected",
        "size:size rec:rec")]
    [InlineData("(result $a u32) (result $b $size)", "(OutAddress0:i32) -> (i32)", "Direct", "b:size")]
    [InlineData("(result $error $errno) (result $n $names)", "(OutAddress0:i32 OutLength0:i32) -> (i32)", "Expected", "n:names")]
    public void Create_Pre2021Syntax_ReturnsTheFirstResultByValue(string parts, string signature, string form, string outputs = "") =>
        AssertLowered(Older, parts, PointerWidth.Bits32, signature, form, outputs);

    [Theory]
    [InlineData(
        "(param $a usize) (param $b (@witx pointer u8)) (param $c (list u8)) (param $d $rec)",
        "(Value0:i64 Value1:i64 ListAddress2:i64 ListLength2:i64 Reference3:i64) -> ()", "None")]
    [InlineData(
        "(param $a $errno) (result $e (expected $size (error $errno)))", "(Value0:i32 OutAddress0:i64) -> (i32)", "Expected", "e:size")]
    [InlineData("(result $r usize)", "() -> (i64)", "Direct")]
    public void Create_64BitGuest_Uses64BitAddresses(string parts, string signature, string form, string outputs = "") =>
        AssertLowered(Newer, parts, PointerWidth.Bits64, signature, form, outputs);

    private static void AssertLowered(string types, string parts, PointerWidth width, string expected, string form, string outputs)
    {
        WitxDocument document = TestDocument.Resolve($"{types}\n(module $m (@interface func (export \"f\") {parts}))");
        Assert.Empty(document.AllErrors());
        FunctionSignature signature = FunctionSignature.Create(document.Modules.Single().Functions.Single(), width);
        string parameters = string.Join(' ', signature.Parameters.Select(static core => $"{core.Role}{core.Index}:{Core(core.Type)}"));
        Assert.Equal(expected, $"({parameters}) -> ({(signature.Result is { } result ? Core(result) : "")})");
        Assert.Equal(form, signature.Form.ToString());
        Assert.Equal(outputs, string.Join(' ', signature.Outputs.Select(static output =>
            $"{output.Name}:{((NamedType)output.Type).Definition.Name}")));
    }

    private static string Core(CoreType type) => type.ToString().ToLowerInvariant();
}
