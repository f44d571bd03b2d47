using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Errors of one file: each is reported once, at its exact span.</summary>
public sealed class GrammarErrorTests
{
    [Theory]
    [InlineData("(typename $a u8⟦,⟧)", "WITX001")]
    [InlineData("(typename $a u8) ⟦é⟧", "WITX001")]
    [InlineData("(typename $a ⟦[⟧u8⟦]⟧)", "WITX001", "WITX001")]
    [InlineData("⟦\0⟧", "WITX001")]
    [InlineData("(use ⟦\"a.witx)⟧\n(typename $a u8)", "WITX002")]
    [InlineData("(use ⟦\"a.witx\\⟧\n(typename $a u8)", "WITX002")]
    [InlineData("(typename $a u8)\n⟦(;⟧ (; ;) never", "WITX003")]
    [InlineData("(typename $a ⟦(;⟧ u8)", "WITX003")]
    [InlineData("⟦;⟧ half\n(typename $a u8)", "WITX004")]
    [InlineData("(module $m (@interface func (export ⟦\"\\q\"⟧)))", "WITX005")]
    [InlineData("(module $m (@interface func (export ⟦\"\\ff\"⟧)))", "WITX005")]
    [InlineData("(module $m (@interface func (export ⟦\"\\u{d800}\"⟧)))", "WITX005")]
    [InlineData("(module $m (@interface func (export ⟦\"\\u{110000}\"⟧)))", "WITX005")]
    [InlineData("(module $m (@interface func (export ⟦\"\t\"⟧)))", "WITX005")]
    [InlineData("(typename $a u64)(@witx const $a $b ⟦-1⟧)", "WITX006")]
    [InlineData("(typename $a u64)(@witx const $a $b ⟦18446744073709551616⟧)", "WITX006")]
    [InlineData("(typename $a u64)(@witx const $a $b ⟦1__0⟧)", "WITX006")]
    [InlineData("(typename $a u64)(@witx const $a $b ⟦0x⟧)", "WITX006")]
    [InlineData("(typename $a u64)(@witx const $a $b ⟦1.5⟧)", "WITX006")]
    [InlineData("(typename ⟦$⟧ u64)", "WITX007")]
    [InlineData("⟦(⟧typename $a u8", "WITX008")]
    [InlineData("⟦(⟧typename $a (list u8)\n(typename $b u8)", "WITX008")]
    [InlineData("⟦(⟧module $m\n  (@interface func (export \"f\")\n(module $n)", "WITX008")]
    [InlineData("(typename $a u8)⟦)⟧⟦)⟧", "WITX009", "WITX009")]
    [InlineData("(⟦typnam⟧ $a u8)", "WITX011")]
    [InlineData("(module $m (⟦memory⟧))", "WITX011")]
    [InlineData("(module $m (@interface func (export \"f\") (⟦parm⟧ $a u8)))", "WITX011")]
    [InlineData("⟦words⟧ without \"form\"", "WITX012")]
    [InlineData("(⟦)⟧", "WITX012")]
    [InlineData("(typename ⟦u8⟧)", "WITX012")]
    [InlineData("(typename $a⟦)⟧", "WITX012")]
    [InlineData("(typename $a u8 ⟦u16⟧)", "WITX012")]
    [InlineData("(use ⟦a⟧)", "WITX012")]
    [InlineData("(module $m (import ⟦memory⟧))", "WITX012")]
    [InlineData("(module $m (import \"table\" ⟦(table⟧)))", "WITX012")]
    [InlineData("(module $m (@interface func ⟦(param⟧ $a u8)))", "WITX012")]
    [InlineData("(module $m (@interface func (export \"f\") (param $a⟦)⟧))", "WITX012")]
    [InlineData("(module $m (@interface func (export \"f\") (@witx noreturn ⟦now⟧)))", "WITX012")]
    [InlineData("(module $m ⟦$f⟧)", "WITX012")]
    [InlineData("(@witx ⟦pointer⟧ u8)", "WITX012")]
    [InlineData("(typename $a (enum ⟦\"b\"⟧))", "WITX012")]
    [InlineData("(typename $a (enum ⟦(@witx repr⟧ u8) $b))", "WITX012")]
    [InlineData("(typename $a (flags ⟦(@witx tag⟧ u8) $b))", "WITX012")]
    [InlineData("(typename $a (record ⟦(case⟧ $b u8)))", "WITX012")]
    [InlineData("(typename $a (record (field $b u8) ⟦$c⟧ (field $d u8)))", "WITX012")]
    [InlineData("(typename $a (variant ⟦(field⟧ $b u8)))", "WITX012")]
    [InlineData("(typename $a (expected u8⟦)⟧)", "WITX012")]
    [InlineData("(typename $a (expected (error) ⟦u8⟧))", "WITX012")]
    [InlineData("(typename $a (handle ⟦8⟧))", "WITX012")]
    [InlineData("(typename $a (list u8 ⟦u8⟧))", "WITX012")]
    [InlineData("(typename $a (list⟦)⟧)", "WITX012")]
    [InlineData("(typename $a (@witx ⟦(list⟧ u8)))", "WITX012")]
    [InlineData("(typename $a (union $b (field $c u8) (empty $d ⟦u8⟧)))", "WITX012")]
    [InlineData("(typename $a ⟦i32⟧)", "WITX013")]
    [InlineData("(typename $a ⟦hidden⟧)", "WITX013")]
    [InlineData("(typename $a (⟦listt⟧ u8))", "WITX013")]
    [InlineData("(typename $a (@witx ⟦pointr⟧ u8))", "WITX013")]
    [InlineData("(typename $a ⟦(enum)⟧)", "WITX014")]
    [InlineData("(typename $a ⟦(record)⟧)", "WITX014")]
    [InlineData("(typename $a (⟦struct⟧ (field $b bool)))", "WITX015")]
    [InlineData("(typename $a (record (field $b (⟦array⟧ u8))))", "WITX015")]
    [InlineData("(typename $a bool) (typename $b ⟦char8⟧)", "WITX015")]
    [InlineData("(typename $h (handle)) (typename $a (list u8)) (typename $b (handle ⟦$h⟧))", "WITX015")]
    [InlineData("⟦package⟧ wasi:io; interface streams { }", "WITX016")]
    [InlineData("(typename $x $unknown) (⟦use⟧ $size from $types)", "WITX016")]
    [InlineData("(⟦use⟧ * from $types)", "WITX016")]
    [InlineData("(⟦use⟧ ($a as $b) from $types)", "WITX016")]
    [InlineData("(⟦resource⟧ $r)", "WITX016")]
    [InlineData("(⟦profile⟧ $p (expose $m))", "WITX016")]
    [InlineData("(typename $a (⟦option⟧ u8))", "WITX016")]
    [InlineData("(module $m ⟦(typename⟧ $a u8) (resource $r) (export \"f\" (func)))", "WITX016")]
    [InlineData("(module $m ⟦(@witx const⟧ $a $b 1))", "WITX016")]
    [InlineData("(module $m ⟦(@interfce⟧ func (export \"f\")))", "WITX017")]
    [InlineData("(typename $a ⟦(@wtix⟧ pointer u8))", "WITX017")]
    public void Error_InMarkedText_IsReportedAtItsSpan(string marked, params string[] ids) => Marked.AssertErrors(marked, ids);

    [Theory]
    [InlineData("(typename $a ⟦//⟧ a comment, with (parentheses) and \"quotes\n u8)", "WITX004")]
    [InlineData("⟦//⟧ a comment; don't {parse}\n⟦//⟧another\n(typename $a u8)", "WITX004", "WITX004")]
    [InlineData("(@note // (is no comment) here) (typename $a u8)")]
    public void SlashComment_UntilTheEndOfItsLine_IsOneError(string marked, params string[] ids) => Marked.AssertErrors(marked, ids);

    [Theory]
    [InlineData("(typename $a (u32))", "WITX012", "Expected 'u32' without parentheses, found '(u32)'")]
    [InlineData("(typename $a (bool))", "WITX012", "Expected 'bool' without parentheses, found '(bool)'")]
    [InlineData("(typename $a (@witx u32))", "WITX012", "Expected 'u32' without parentheses, found '(@witx u32)'")]
    [InlineData("(typename $a list)", "WITX012", "Expected '(list …)', found 'list'")]
    [InlineData("(typename $a (@witx list u8))", "WITX012", "Expected '(list …)', found '(@witx list …)'")]
    [InlineData("(typename $a (pointer u8))", "WITX012", "Expected '(@witx pointer …)', found '(pointer …)'")]
    [InlineData("(typename $a pointer)", "WITX012", "Expected '(@witx pointer …)', found 'pointer'")]
    [InlineData("(typename $a (record (field $b u31)))", "WITX013", "Type 'u31' does not exist; did you mean 'u32'?")]
    [InlineData("(typename $size u32) (typename $a (list size))", "WITX013", "Type 'size' does not exist; did you mean '$size'?")]
    [InlineData("(typename $a (result u32 (error u8)))", "WITX013", "Type 'result' does not exist; write '(expected …)'")]
    [InlineData("// x", "WITX004", "'//' does not start a comment; start a comment with ';;' and a doc comment with ';;;'")]
    [InlineData("; x", "WITX004", "A single ';' does not start a comment; start a comment with ';;' and a doc comment with ';;;'")]
    public void Message_OfError_NamesTheRemedy(string text, string id, string message)
    {
        WitxError error = Assert.Single(TestDocument.Resolve(text).AllErrors());
        Assert.Equal((id, message), (error.Id, error.Message));
    }

    /// <summary>A message never suggests the word that it rejects.</summary>
    [Theory]
    [MemberData(nameof(TypeWords))]
    public void TypeKeyword_InTheWrongForm_IsNotSuggestedAgain(string word)
    {
        foreach (string type in new[] { word, $"({word})", $"({word} u8)", $"(@witx {word})", $"(@witx {word} u8)" })
        {
            Assert.All(
                TestDocument.Resolve($"(typename $a {type})").AllErrors(),
                error => Assert.DoesNotContain($"no type '{word}'", error.Message, System.StringComparison.Ordinal));
        }
    }

    public static TheoryData<string> TypeWords =>
    [
        "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "char8", "usize", "bool", "string", "enum", "flags",
        "record", "tuple", "variant", "union", "expected", "list", "handle", "pointer", "const_pointer",
    ];
}
