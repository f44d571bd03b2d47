using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Errors of names, types and calls: each is reported once, at its exact span, without follow-up errors.</summary>
public sealed class TypeErrorTests
{
    private const string Errno = "(typename $errno (enum $success $io)) (typename $size u32) ";

    [Theory]
    [InlineData("(typename $a ⟦$b⟧)", "WITX101")]
    [InlineData("(typename $a (list ⟦$b⟧)) (typename $c $a) (module $m (@interface func (export \"f\") (param $x $c)))", "WITX101")]
    [InlineData("(@witx const ⟦$a⟧ $b 1)", "WITX101")]
    [InlineData("(typename $a (union (@witx tag ⟦$t⟧) u8))", "WITX101")]
    [InlineData("(typename $a ⟦$b⟧) (typename $b u8)", "WITX102")]
    [InlineData("(typename $a (list ⟦$a⟧))", "WITX103")]
    [InlineData("(typename $a (record (field $x (@witx pointer ⟦$a⟧))))", "WITX103")]
    [InlineData("(typename $a u8) (typename ⟦$a⟧ u8)", "WITX104")]
    [InlineData("(typename $a u8) (module ⟦$a⟧)", "WITX104")]
    [InlineData("(typename $a (enum $x ⟦$x⟧ ⟦$x⟧))", "WITX105", "WITX105")]
    [InlineData("(typename $a (flags $x ⟦$x⟧))", "WITX105")]
    [InlineData("(typename $a (record (field $x u8) (field ⟦$x⟧ u16)))", "WITX105")]
    [InlineData("(typename $a (variant (case $x u8) (case ⟦$x⟧ u16)))", "WITX105")]
    [InlineData("(typename $a (union (field $x u8) (field ⟦$x⟧ u16)))", "WITX105")]
    [InlineData("(typename $t (enum u8 $x $y)) (typename $a (union $t (field $x u8) (field ⟦$x⟧ u16)))", "WITX105")]
    [InlineData("(typename $a u8) (@witx const $a $x 1) (@witx const $a ⟦$x⟧ 2)", "WITX105")]
    [InlineData("(typename $a (int u8 (const $x 1) (const ⟦$x⟧ 2)))", "WITX105")]
    [InlineData("(module $m (@interface func (export \"f\") (param $a u8) (result ⟦$a⟧ u8)))", "WITX106")]
    [InlineData("(module $m (@interface func (export \"f\")) (@interface func (export ⟦\"f\"⟧)))", "WITX107")]
    [InlineData("(module $m (import \"f\" (memory)) (@interface func (export ⟦\"f\"⟧)))", "WITX107")]
    [InlineData("(module $m (@interface func (export \"f\") (param $a ⟦$m⟧)))", "WITX108")]
    [InlineData("(typename $a ⟦$m⟧) (module $m)", "WITX108")]
    [InlineData("(module $m) (@witx const ⟦$m⟧ $a 1)", "WITX108")]
    [InlineData("(typename $a (enum (@witx tag ⟦s8⟧) $x))", "WITX109")]
    [InlineData("(typename $a (enum ⟦f32⟧ $x))", "WITX109")]
    [InlineData("(typename $a (flags (@witx repr ⟦char⟧) $x))", "WITX109")]
    [InlineData("(typename $a (variant (@witx tag ⟦s64⟧) (case $x)))", "WITX109")]
    [InlineData("(typename $a (int ⟦s8⟧ (const $x 1)))", "WITX109")]
    [InlineData("(typename $a (list ⟦(enum $x)⟧))", "WITX110")]
    [InlineData("(typename $a (@witx pointer ⟦(flags)⟧))", "WITX110")]
    [InlineData("(typename $a (tuple ⟦(handle)⟧ ⟦(union u8)⟧))", "WITX110", "WITX110")]
    [InlineData("(typename $a (array ⟦(int u8 (const $x 1))⟧))", "WITX110")]
    [InlineData("(typename $t (enum u8 $x)) (typename $a (array ⟦(union $t (field $x u8))⟧))", "WITX110")]
    [InlineData("(module $m (@interface func (export \"f\") (param $a ⟦(struct (field $x u8))⟧)))", "WITX110")]
    [InlineData("(typename $t string) (typename $a (union (@witx tag ⟦$t⟧) u8))", "WITX111")]
    [InlineData("(typename $t s8) (typename $a (variant (@witx tag ⟦$t⟧) (case $x)))", "WITX111")]
    [InlineData("(typename $t (flags $x)) (typename $a (union ⟦$t⟧ (field $x u8)))", "WITX111")]
    [InlineData("(typename $t (variant (case $x u8))) (typename $a (union (@witx tag ⟦$t⟧) u8))", "WITX112")]
    [InlineData("(typename $t (enum $x $y)) (typename $a ⟦(union (@witx tag $t) u8)⟧)", "WITX113")]
    [InlineData("(typename $t (enum $x $y)) (typename $a ⟦(variant (@witx tag $t) (case $x))⟧)", "WITX113")]
    [InlineData("(typename $t (enum u8 $x $y)) (typename $a ⟦(union $t (field $x u8))⟧)", "WITX113")]
    [InlineData("(typename $t (enum $x $y)) (typename $a (variant (@witx tag $t) (case $x) (case ⟦$z⟧)))", "WITX114")]
    [InlineData("(typename $t (enum u8 $x)) (typename $a (union $t (empty ⟦$z⟧)))", "WITX114")]
    [InlineData("(typename $a ⟦(tuple)⟧)", "WITX115")]
    [InlineData("(typename $a ⟦(union)⟧)", "WITX115")]
    [InlineData("(typename $a ⟦(variant)⟧)", "WITX115")]
    [InlineData("(typename $a (list ⟦(tuple)⟧))", "WITX115")]
    [InlineData("(typename $a ⟦(flags u8 $a $b $c $d $e $f $g $h $i)⟧)", "WITX116")]
    [InlineData("(typename $a string) (@witx const ⟦$a⟧ $x 1)", "WITX117")]
    [InlineData("(typename $a (enum $x)) (@witx const ⟦$a⟧ $x 1)", "WITX117")]
    [InlineData("(typename $a f32) (@witx const ⟦$a⟧ $x 1)", "WITX117")]
    [InlineData("(typename $a u8) (@witx const $a $x ⟦256⟧)", "WITX118")]
    [InlineData("(typename $a s8) (@witx const $a $x ⟦128⟧)", "WITX118")]
    [InlineData("(typename $b s64) (typename $a $b) (@witx const $a $x ⟦0x8000000000000000⟧)", "WITX118")]
    [InlineData("(typename $a (int u16 (const $x ⟦65536⟧)))", "WITX118")]
    [InlineData("(typename $a u8) (typename $b (handle ⟦$a⟧))", "WITX119")]
    [InlineData("(use ⟦\"b.witx\"⟧) (typename $a $from_b)", "WITX120")]
    [InlineData("(module $m (@interface func (export \"f\") (result $r ⟦(list u8)⟧)))", "WITX201")]
    [InlineData("(module $m (@interface func (export \"f\") (result $r ⟦string⟧)))", "WITX201")]
    [InlineData("(module $m (@interface func (export \"f\") (result $r ⟦bool⟧)))", "WITX201")]
    [InlineData("(module $m (@interface func (export \"f\") (result $r ⟦(tuple u8 u8)⟧)))", "WITX201")]
    [InlineData(Errno + "(module $m (@interface func (export \"f\") (result $r ⟦$errno⟧)))", "WITX201")]
    [InlineData(Errno + "(module $m (@interface func (export \"f\") (result $r ⟦(expected u8 (error $errno))⟧)))", "WITX202")]
    [InlineData(Errno + "(module $m (@interface func (export \"f\") (result $r ⟦(expected $size (error u8))⟧)))", "WITX202")]
    [InlineData(Errno + "(module $m (@interface func (export \"f\") (result $r ⟦(expected (tuple $size u8) (error $errno))⟧)))", "WITX202")]
    [InlineData("(typename $e bool) (module $m (@interface func (export \"f\") (result $a u8) (result ⟦$b⟧ u8)))", "WITX203")]
    [InlineData(
        Errno + "(typename $e u64) (module $m (@interface func (export \"f\") (result $r ⟦(expected $size (error $e))⟧)))", "WITX204")]
    [InlineData(Errno + "(typename $e f32) (module $m (@interface func (export \"f\") (result $r ⟦(expected (error $e))⟧)))", "WITX204")]
    [InlineData("(module $m (@interface func (export \"f\") (result $a ⟦string⟧) (result $b u8)))", "WITX205")]
    [InlineData("(typename $s (struct (field $x u8))) (module $m (@interface func (export \"f\") (result $a ⟦$s⟧)))", "WITX205")]
    public void Error_InMarkedText_IsReportedAtItsSpan(string marked, params string[] ids) => Marked.AssertErrors(marked, ids);

    [Theory]
    [InlineData("enum", "(typename $a (enum (@witx tag u8) {0}))", 256)]
    [InlineData("enum", "(typename $a (enum (@witx tag u16) {0}))", 65536)]
    [InlineData("flags", "(typename $a (flags {0}))", 32)]
    [InlineData("flags", "(typename $a (flags (@witx repr u64) {0}))", 64)]
    public void Members_MoreThanTheRepresentationHolds_AreAnError(string kind, string format, int most)
    {
        Assert.Empty(TestDocument.Resolve(WithMembers(most)).AllErrors());
        Assert.Equal("WITX116", TestDocument.Resolve(WithMembers(most + 1)).AllErrors().Single().Id);
        Assert.StartsWith($"(typename $a ({kind}", format);

        string WithMembers(int count) =>
            format.Replace(
                "{0}",
                string.Join(' ', Enumerable.Range(0, count).Select(static i => $"$m{i}")),
                System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1001, 1)]
    public void CoreParameters_MoreThan1000_AreAnError(int count, int errors)
    {
        string parameters = string.Concat(Enumerable.Range(0, count).Select(static i => $"(param $p{i} u8)"));
        WitxDocument document = TestDocument.Resolve($"(module $m (@interface func (export \"f\") {parameters}))");
        Assert.Equal(errors, document.AllErrors().Count(static error => error.Id is "WITX206"));
    }

    [Fact]
    public void Type_LargerThanTwoGibibytes_IsAnError()
    {
        string wide = string.Join(' ', Enumerable.Repeat("$t0", 256));
        string text = "(typename $t0 u64)" + string.Concat(Enumerable.Range(1, 8)
            .Select(i => $"(typename $t{i} (tuple {wide.Replace("$t0", $"$t{i - 1}", System.StringComparison.Ordinal)}))"));
        Assert.Equal("WITX121", TestDocument.Resolve(text).AllErrors().Single().Id);
    }

    /// <summary>A function with an invalid error type must not become a function that cannot fail.</summary>
    [Theory]
    [InlineData("(error errno)", "WITX013", "Type 'errno' does not exist; did you mean '$errno'?")]
    [InlineData("(error u31)", "WITX013", "Type 'u31' does not exist; did you mean 'u32'?")]
    [InlineData("(error (listt u8))", "WITX013", "Type 'listt' does not exist; did you mean 'list'?")]
    [InlineData("(error ())", "WITX012", "Expected the kind of type, such as 'record' or 'list', found ')'")]
    public void Expected_WithInvalidErrorType_OmitsTheFunction(string error, string id, string message)
    {
        WitxDocument document = TestDocument.Resolve(
            $"{Errno}(module $m (@interface func (export \"f\") (result $r (expected $size {error}))) (@interface func (export \"g\")))");
        WitxError reported = Assert.Single(document.AllErrors());
        Assert.Equal((id, message), (reported.Id, reported.Message));
        Assert.Equal(["g"], document.Modules.Single().Functions.Select(static function => function.Name));
    }

    [Fact]
    public void UnknownName_DefinedInUnusedFile_SuggestsTheFile()
    {
        WitxFile root = WitxFile.Parse("/project/kv.witx", "(typename $a $errno)");
        WitxFile other = WitxFile.Parse("/project/types/errno.witx", "(typename $errno u16)");
        Assert.Equal(
            "Name '$errno' is not defined; 'types/errno.witx' defines it: write '(use \"types/errno.witx\")'",
            Assert.Single(TestDocument.Resolve(root, other).AllErrors()).Message);
    }

    [Fact]
    public void UnknownName_SimilarName_IsSuggested()
    {
        WitxError error = TestDocument.Resolve("(typename $filesize u64) (typename $a $fielsize)").AllErrors().Single();
        Assert.Equal("Name '$fielsize' is not defined; did you mean '$filesize'?", error.Message);
    }

    [Fact]
    public void DuplicateDefinition_InAnotherFile_NamesTheFirstLocation()
    {
        WitxFile first = WitxFile.Parse("/root/types/a.witx", "\n(typename $size u32)");
        WitxFile second = WitxFile.Parse("/root/dir/b.witx", "(use \"../types/a.witx\")\n(typename $size u64)");
        WitxError error = TestDocument.Resolve(second, first).AllErrors().Single();
        Assert.Equal("/root/dir/b.witx(2,11)", error.Location.ToString());
        Assert.Contains(" at ../types/a.witx(2,11);", error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithManyErrors_KeepsItsValidDefinitions()
    {
        WitxDocument document = TestDocument.Resolve("""
            (typename $a u128)
            (typename $b (record (field $x u8) (feild $y u8)))
            (typename $c u32)
            (module $m
              (@interface func (export "f") (param $x $a))
              (@interface func (export "g") (param $x $c))
              (@interface func (export "h") (parm $x $c))
              (@interface func (export "i") (param $x $d))
              (@interface func (export "j") (result $x $c)))
            """);
        Assert.Equal(["WITX013", "WITX012", "WITX011", "WITX101"], document.AllErrors().Select(static error => error.Id));
        Assert.Equal(["c"], document.Types.Select(static type => type.Name));
        Assert.Equal(["g", "j"], document.Modules.Single().Functions.Select(static function => function.Name));
    }
}
