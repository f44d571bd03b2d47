using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class DocCommentTests
{
    [Theory]
    [InlineData(";;; one", "one\n")]
    [InlineData(";;; one\n;;; two", "one\ntwo\n")]
    [InlineData(";;;   one\n;;;     two\n;;;   three  ", "one\n  two\nthree\n")]
    [InlineData(";;; one\n;;;\n;;; two", "one\n\ntwo\n")]
    [InlineData(";;;one\n;;; two", "one\n two\n")]
    [InlineData(";; plain", "")]
    [InlineData(";;; one\n;; plain\n;;; two", "one\ntwo\n")]
    [InlineData("(;; one ;)", "one\n")]
    [InlineData("(; plain ;) ;;; one", "one\n")]
    [InlineData("(;; one\n   two ;)", "one\n   two\n")]
    [InlineData("(;; one (; two ;) ;)", "one (; two ;)\n")]
    [InlineData(";;; one\r\n;;; two\r\n", "one\ntwo\n")]
    [InlineData(";;;; one", "; one\n")]
    [InlineData(";;; one\n(@note \";;; two\" (x))\n;;; three", "one\nthree\n")]
    [InlineData("", "")]
    public void Docs_OfItem_AreTheDocCommentsBeforeIt(string comments, string docs) =>
        Assert.Equal(docs, TestDocument.Resolve($"{comments}\n(typename $a u8)").Types.Single().Docs);

    [Fact]
    public void Docs_OfEveryKindOfItem_AreRead()
    {
        WitxDocument document = TestDocument.Resolve("""
            ;;; enum
            (typename $e (enum
              ;;; member
              $m))
            ;;; flags
            (typename $f (flags
              ;;; flag
              $g))
            ;;; record
            (typename $r (record
              ;;; field
              (field $h u8)))
            ;;; variant
            (typename $v (variant
              ;;; case
              (case $c)))
            ;;; constant
            (@witx const $i $one 1)
            (typename $i u8)
            ;;; module
            (module $o
              ;;; import
              (import "memory" (memory))
              ;;; function
              (@interface func (export "f")
                ;;; parameter
                (param $p u8)
                ;;; result
                (result $q u8)))
            """);
        Assert.Empty(document.AllErrors());
        Assert.Equal(["enum\n", "flags\n", "record\n", "variant\n", ""], document.Types.Select(static type => type.Docs));
        Assert.Equal("member\n", ((EnumType)document.Types[0].Type).Members[0].Docs);
        Assert.Equal("flag\n", ((FlagsType)document.Types[1].Type).Members[0].Docs);
        Assert.Equal("field\n", ((RecordType)document.Types[2].Type).Fields[0].Docs);
        Assert.Equal("case\n", ((VariantType)document.Types[3].Type).Cases[0].Docs);
        Assert.Equal("constant\n", document.Types[4].Constants[0].Docs);
        WitxFunction function = document.Modules[0].Functions[0];
        Assert.Equal(
            ["module\n", "function\n", "parameter\n", "result\n"],
            [document.Modules[0].Docs, function.Docs, function.Parameters[0].Docs, function.Results[0].Docs]);
    }

    [Fact]
    public void Docs_AfterAnItemOnItsLine_BelongToTheNext()
    {
        WitxDocument document = TestDocument.Resolve(
            "(typename $a (record (field $x u8) ;;; of y\n(field $y u8) ;;; of nothing\n)) ;;; of b\n(typename $b u8)");
        RecordType record = (RecordType)document.Types[0].Type;
        Assert.Equal(["", "of y\n"], record.Fields.Select(static field => field.Docs));
        Assert.Equal("of b\n", document.Types[1].Docs);
    }

    [Fact]
    public void FunctionText_OfDeclaration_IsOneLineWithoutComments()
    {
        WitxDocument document = TestDocument.Resolve("""
            (module $m ;;; doc
              (@interface func ( export "a ;; b" )
                ;; comment
                (param $p   (list u8)) (@note x) (; block ;)
              ))
            """);
        Assert.Equal("(@interface func (export \"a ;; b\") (param $p (list u8)) (@note x))", document.Modules[0].Functions[0].Text);
    }
}
