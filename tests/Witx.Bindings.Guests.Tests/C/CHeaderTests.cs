using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests.C;

/// <summary>Headers in C: all public interfaces compile without a warning, and names and texts of an interface do no harm.</summary>
public sealed class CHeaderTests
{
    [Theory]
    [InlineData("c11", "c", "wasm32-wasi")]
    [InlineData("c++11", "c++", "wasm32-wasi")]
    [InlineData("c11", "c", "wasm64-unknown-unknown")]
    public void CorpusFile_Compiled_GivesNoWarning(string standard, string language, string target)
    {
        ExternalProgram.Clang.SkipIfMissing();
        using ScratchDirectory scratch = new();
        List<string> errors = [];
        int count = 0;
        foreach ((string name, WitxDocument document) in TestDocument.LoadCorpus())
        {
            scratch.Write("x.h", GuestBindings.Write(document, GuestLanguage.C, new("x")));
            (int exitCode, string error) = Compile(scratch, standard, language, target);
            errors.AddRange(exitCode is 0 ? [] : [$"{name}: {error.Split('\n')[0]}"]);
            count++;
        }

        Assert.Empty(errors);
        Assert.True(count > 100);
    }

    [Fact]
    public void Names_ThatAreKeywordsOrEqualAfterConversion_AreUnique()
    {
        string header = GuestBindings.Write(
            TestDocument.Resolve("""
                (typename $int (record (field $class u8) (field $register u8) (field $a-b u8) (field $a_b u8) (field $1st u8)))
                (typename $int_ u32)
                (typename $INT u32)
                (module $m
                  (import "memory" (memory))
                  (@interface func (export "new") (param $new u32) (param $len string) (param $len_len u8))
                  (@interface func (export "New") (param $errno u32)))
                """),
            GuestLanguage.C,
            new("m"));

        AssertCompiles(header);
        Assert.Contains("void m_new(uint32_t new_, const char *len, size_t len_len, uint8_t len_len_)", header);
        Assert.Contains("void m_new_(uint32_t errno_)", header);
        Assert.Contains("    uint8_t a_b_;\n    uint8_t _1st;\n", header);
    }

    [Fact]
    public void DocComment_ThatEndsTheComment_StaysInside()
    {
        string header = GuestBindings.Write(
            TestDocument.Resolve("""
                ;;; Ends */ #error broken /* and begins
                ;;; with a line end \
                (typename $a u8)
                (module $m (@interface func (export "quote\22\5c\u{202e}") (param $p u8)))
                """),
            GuestLanguage.C,
            new("m") { Sources = ["a*/b.witx"] });

        AssertCompiles(header);
        Assert.Contains("Ends * / #error broken / * and begins", header);
        Assert.Contains("__import_name__(\"quote\\\"\\\\\\u202e\")", header);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st_")]
    [InlineData("a b")]
    public void Prefix_NotAnIdentifier_IsRejected(string prefix)
    {
        WitxDocument document = TestDocument.Resolve("(typename $a u8)");
        System.ArgumentException error =
            Assert.Throws<System.ArgumentException>(() => GuestBindings.Write(document, GuestLanguage.C, new("x") { Prefix = prefix }));
        Assert.StartsWith($"The prefix '{prefix}' is not an identifier of C", error.Message);
    }

    [Fact]
    public void Function_InTwoModules_HasTheNameOfItsModule()
    {
        string header = GuestBindings.Write(
            TestDocument.Resolve("""
                (module $one (@interface func (export "get")) (@interface func (export "only")))
                (module $two (@interface func (export "get")))
                """),
            GuestLanguage.C,
            new("x"));

        AssertCompiles(header);
        Assert.Equal(
            ["void x_one_get(void) {", "void x_only(void) {", "void x_two_get(void) {"],
            header.Split('\n').Where(static line => line.StartsWith("void ")));
    }

    private static void AssertCompiles(string header)
    {
        ExternalProgram.Clang.SkipIfMissing();
        using ScratchDirectory scratch = new();
        scratch.Write("x.h", header);
        Assert.Equal((0, ""), Compile(scratch, "c11", "c", "wasm32-wasi"));
    }

    private static (int ExitCode, string Errors) Compile(ScratchDirectory scratch, string standard, string language, string target)
    {
        string file = scratch.Write("guest.c", "#include \"x.h\"\n");
        string[] library = target is "wasm32-wasi" ? [] : ["-ffreestanding", "-nostdlibinc"];
        return ExternalProgram.Clang.Run(
            scratch.Path,
            [
                $"--target={target}", $"-std={standard}", "-x", language, .. library, "-Wall", "-Wextra", "-Werror", "-pedantic",
                "-fsyntax-only", file,
            ]);
    }
}
