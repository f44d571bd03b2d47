using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

public sealed class FileErrorTests
{
    private const string Host = """
        using Witx.Bindings;
        [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
        internal sealed partial class Host;
        """;

    [Fact]
    public async Task WitxFileError_Formatted_MatchesTheCompilersFormat()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            Host,
            ("kv.witx", """
                (typename $errno (enum (@witx tag u16) $success $inval))
                (module $kv
                  (@interface func (export "get") (param $key string) (result $error (expected (error {|WITX101:$erno|}))))
                )
                """));
        Diagnostic error = Assert.Single(analyzed.Diagnostics);
        Assert.Equal("/project/kv.witx(3,87): error WITX101: Name '$erno' is not defined; did you mean '$errno'?", error.ToString());
        Assert.Equal("https://github.com/witx-bindings/witx-bindings/blob/main/docs/diagnostics/WITX101.md", error.Descriptor.HelpLinkUri);
    }

    [Fact]
    public async Task WitxFileError_FileOfSeveralClasses_IsReportedOnce()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("a.witx", Missing = MissingFunction.Trap)]
            internal sealed partial class A;
            [WitxModule("b.witx", Missing = MissingFunction.Trap)]
            internal sealed partial class B;
            [WitxTypes("types.witx")]
            internal static partial class Types;
            """,
            ("a.witx", """(use "types.witx") (module $a (@interface func (export "f") (param $x $size)))"""),
            ("b.witx", """(use "types.witx") (module $b (@interface func (export "f") (param $x $size)))"""),
            ("types.witx", """
                (typename $size u32)
                (typename {|WITX104:$size|} u64)
                (typename $key {|WITX013:u31|})
                """));
    }

    [Fact]
    public async Task UnusedWitxFile_WithErrors_ReportsOnlySyntaxErrors()
    {
        await AnalyzerVerifier.Expect(
            Host,
            ("kv.witx", """(module $kv (@interface func (export "nop")))"""),
            ("fragment.witx", """
                {|WITX319:|}(typename $pair (record (field $a $defined_by_who_uses_it)))
                (typename $b {|WITX013:u31|})
                """));
    }

    [Fact]
    public async Task WitxFileError_FileListedTwice_IsReportedOnce()
    {
        await AnalyzerVerifier.Expect(
            Host,
            ("kv.witx", """(module $kv ({|WITX011:function|} (export "nop")))"""),
            ("./kv.witx", """(module $kv (function (export "nop")))"""));
    }

    [Theory]
    [InlineData("(typename $a u32){|WITX009:)|}")]
    [InlineData("{|WITX008:(|}typename $a u32")]
    [InlineData("(typename $a (record (field $x u8) (field {|WITX105:$x|} u8)))")]
    [InlineData("(use {|WITX120:\"typenams.witx\"|})")]
    [InlineData("(typename $a (list {|WITX103:$a|}))")]
    [InlineData("(module $kv (@interface func (export \"f\") (result $x {|WITX201:string|})))")]
    public async Task LanguageError_InWitxFile_IsReportedAtItsSpan(string text)
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxTypes("kv.witx")]
            internal static partial class Types;
            """,
            ("kv.witx", text));
    }

    [Fact]
    public async Task ProjectWithoutWitxFiles_Analyzed_ReportsNothing()
    {
        await AnalyzerVerifier.Expect("internal sealed class Program;");
        await AnalyzerVerifier.Expect("internal sealed class Program;", ("readme.md", "(typename"));
    }
}
