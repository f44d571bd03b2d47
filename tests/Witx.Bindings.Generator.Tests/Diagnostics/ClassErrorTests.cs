using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>Diagnostics of annotated classes, their files and modules.</summary>
public sealed class ClassErrorTests
{
    private static readonly (string, string) s_kv = ("kv.witx", """
        (typename $errno (enum (@witx tag u16) $success $inval $not_found))
        (typename $size u32)
        (module $kv
          (@interface func (export "get") (param $key string) (result $error (expected $size (error $errno))))
          (@interface func (export "put") (param $key string) (param $value (list u8)) (result $error (expected (error $errno))))
        )
        """);

    [Fact]
    public async Task NonPartialClass_Analyzed_ReportsTheDeclarationToWrite()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            public sealed class {|WITX301:Host|};
            """,
            s_kv);
        Assert.Equal(
            "'Host' must be partial, because generated code completes it; write 'public sealed partial class Host'",
            analyzed.Message("WITX301"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task ClassInNonPartialClass_Analyzed_ReportsTheContainingClass()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            public partial record Outer
            {
                internal readonly record struct {|WITX301:Middle|}<T>
                {
                    [WitxTypes("kv.witx")]
                    internal static partial class Types;
                }
            }
            """,
            s_kv);
        Assert.Equal(
            "'Middle' must be partial, because generated code completes 'Types' inside it; write 'internal readonly partial record struct "
                + "Middle<T>'",
            analyzed.Message("WITX301"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task NonPartialClass_SeveralAttributes_IsReportedOnce()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxTypes("kv.witx")]
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, Types = typeof(Host))]
            public sealed class {|WITX301:Host|};
            """,
            s_kv);
    }

    [Fact]
    public async Task AnnotatedClass_InSeveralParts_IsReadOnce()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("a.witx", Missing = MissingFunction.Trap)]
            public sealed partial class Host;
            [WitxModule({|WITX303:"c.witx"|}, Missing = MissingFunction.Trap)]
            public sealed partial class Host;
            """,
            ("a.witx", "(module $a)"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task StaticHost_Analyzed_ReportsWitx302()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            public static partial class {|WITX302:Host|};
            """,
            s_kv);
        Assert.Contains("remove 'static', or use [WitxTypes] for types alone", analyzed.Message("WITX302"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    /// <summary>The compiler reports that the attribute is valid only on a class (CS0592). Nothing is generated.</summary>
    [Theory]
    [InlineData("interface")]
    [InlineData("struct")]
    [InlineData("record struct")]
    public async Task Attribute_OnOtherThanAClass_GeneratesNothing(string kind)
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            $$"""
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public partial {{kind}} Host;
            [WitxTypes("kv.witx")]
            public partial {{kind}} Types;
            """,
            ("kv.witx", "{|WITX319:|}" + s_kv.Item2));
        Assert.All(analyzed.CompilerErrors, static error => Assert.Contains("CS0592", error));
        Assert.Equal(2, System.Linq.Enumerable.Count(analyzed.CompilerErrors));
        Assert.DoesNotContain(
            analyzed.Compilation.SyntaxTrees, static tree => tree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal));
    }

    [Fact]
    public async Task FileLocalClass_Analyzed_ReportsWitx302()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            file sealed partial class {|WITX302:Host|};
            """,
            s_kv);
        Assert.Contains("remove 'file'", analyzed.Message("WITX302"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task HostWithWitxTypes_NotSharedWithItself_ReportsWitx302()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxTypes("kv.witx")]
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public sealed partial class {|WITX302:Host|};
            """,
            s_kv);
        Assert.Contains("Types = typeof(Host)", analyzed.Message("WITX302"));
        analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxTypes("kv.witx")]
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, Types = typeof(Host))]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Theory]
    [InlineData("\"kw.witx\"", "; did you mean 'kv.witx'?")]
    [InlineData("\"KV.witx\"", "; did you mean 'kv.witx'?")]
    [InlineData("@\"interfaces\\kv.witx\"", "; did you mean 'kv.witx'?")]
    [InlineData("\"queue.witx\"", "; move it below the project directory, or add <AdditionalFiles Include=\"queue.witx\" />")]
    public async Task MissingFile_Analyzed_SuggestsASimilarPath(string path, string hint)
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            $$"""
            using Witx.Bindings;
            [WitxModule({|WITX303:{{path}}|})]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.StartsWith("Witx file '", analyzed.Message("WITX303"));
        Assert.EndsWith("' is not in the project's AdditionalFiles" + hint, analyzed.Message("WITX303"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task FileInSubfolder_NamedByItsEnd_IsFound()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule({|WITX303:"stores/kv.witx"|})]
            public sealed partial class Host;
            """,
            ("interfaces/kv.witx", s_kv.Item2));
        Assert.EndsWith("; did you mean 'interfaces/kv.witx'?", analyzed.Message("WITX303"));
    }

    [Fact]
    public async Task Path_EndOfSeveralFiles_ReportsWitx304()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule({|WITX304:"kv.witx"|}, Missing = MissingFunction.Trap)]
            public sealed partial class Host;
            """,
            ("a/kv.witx", s_kv.Item2),
            ("b/kv.witx", "{|WITX319:|}" + s_kv.Item2));
        Assert.Equal("Path 'kv.witx' can mean 'a/kv.witx' or 'b/kv.witx'; write more of the path", analyzed.Message("WITX304"));
    }

    [Fact]
    public async Task MissingModule_Analyzed_SuggestsASimilarName()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Module = {|WITX305:"vkv"|})]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.Equal("'kv.witx' declares no module 'vkv'; did you mean 'kv'?", analyzed.Message("WITX305"));
    }

    [Fact]
    public async Task FileOfTypes_AsModule_ReportsWitx305()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule({|WITX305:"types.witx"|})]
            public sealed partial class Host;
            """,
            ("types.witx", "(typename $size u32)"));
        Assert.Equal("'types.witx' declares no module; use [WitxTypes] for a file of types", analyzed.Message("WITX305"));
    }

    [Fact]
    public async Task FileOfSeveralModules_WithoutModuleArgument_ReportsWitx305()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule({|WITX305:"two.witx"|})]
            public sealed partial class Host;
            """,
            ("two.witx", "(module $a) (module $b)"));
        Assert.Equal("'two.witx' declares several modules; select one with Module = \"a\" or \"b\"", analyzed.Message("WITX305"));
    }

    [Fact]
    public async Task MalformedModule_Analyzed_IsNotReportedAsMissing()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            [WitxFaults(UnknownValue = "inval")]
            public sealed partial class Host;
            """,
            ("kv.witx", "(module {|WITX012:kv|})"));
    }

    [Fact]
    public async Task FunctionInTwoModules_OfOneClass_ReportsWitx306()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("a.witx", Missing = MissingFunction.Trap)]
            [WitxModule({|WITX306:"b.witx"|}, Missing = MissingFunction.Trap)]
            public sealed partial class Host;
            """,
            ("a.witx", """(module $a (@interface func (export "f")) (@interface func (export "g")))"""),
            ("b.witx", """(module $b (@interface func (export "g")) (@interface func (export "f")) (@interface func (export "h")))"""));
        Assert.Equal(
            "Module 'b' has 'g' and 1 more, like module 'a' of this class; write a class for each module", analyzed.Message("WITX306"));
    }

    [Fact]
    public async Task DerivedHost_WithoutTheModuleOfItsBase_ReportsWitx321()
    {
        const string Derived = """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public partial class Store;
            public partial class Middle : Store;
            [WitxModule("log.witx", Missing = MissingFunction.Trap)]
            public sealed partial class {|WITX321:Host|} : Middle;
            """;
        (string, string) log = ("log.witx", "(module $log (@interface func (export \"write\")))");
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(Derived, s_kv, log);
        Assert.Equal(
            "'Host' derives from 'Store' and does not offer its module 'kv'; add [WitxModule(\"kv.witx\")] to 'Host'",
            analyzed.Message("WITX321"));
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(analyzed.Diagnostics).Severity);
        analyzed = await AnalyzerVerifier.Expect(
            Derived.Replace("{|WITX321:Host|}", "Host").Insert(0, "#pragma warning disable WITX321\n"), s_kv, log);
        Assert.Empty(analyzed.CompilerErrors);
        analyzed = await AnalyzerVerifier.Expect(
            Derived.Replace("{|WITX321:Host|}", "Host")
                .Replace("[WitxModule(\"log", "[WitxModule(\"kv.witx\", Missing = MissingFunction.Trap)] [WitxModule(\"log"),
            s_kv,
            log);
        Assert.Empty(analyzed.CompilerErrors);
        Assert.Contains(
            "new(\"kv\", \"get\"",
            analyzed.Compilation.SyntaxTrees.Single(static tree => tree.FilePath.EndsWith("Host.g.cs", System.StringComparison.Ordinal))
                .ToString());
    }

    /// <summary>A host can inherit the methods of another version of its interface without offering that version.</summary>
    [Fact]
    public async Task DerivedHost_OfAnotherVersion_OffersOnlyItsOwnModule()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public partial class Store;
            [WitxModule("old.witx", Missing = MissingFunction.Trap)]
            public sealed partial class Old : Store;
            """,
            s_kv,
            ("old.witx", s_kv.Item2.Replace("$kv", "$kv_old")));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task PointerWidth_NotSupported_ReportsWitx316()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("a.witx", Missing = MissingFunction.Trap, PointerWidth = {|WITX316:16|})]
            public sealed partial class Host;
            [WitxModule("a.witx", Missing = MissingFunction.Trap)]
            [WitxModule("b.witx", Missing = MissingFunction.Trap, PointerWidth = {|WITX316:64|})]
            public sealed partial class Both;
            """,
            ("a.witx", "(module $a)"),
            ("b.witx", "(module $b)"));
    }

    [Theory]
    [InlineData("internal partial class {|WITX302:Kv|};", "imports have no instance; add 'static'")]
    [InlineData(
        "internal partial class Outer { [WitxImports(\"kv.witx\")] internal static partial class {|WITX302:Kv|}; }",
        "imports cannot be nested in another type; move the class to a namespace",
        false)]
    [InlineData(
        "[WitxName(\"get\", \"Fetch\")] internal static partial class {|WITX302:Kv|};", "[WitxName] has no effect on imports; remove it")]
    [InlineData(
        "[WitxFaults(OutOfBounds = \"inval\")] internal static partial class {|WITX302:Kv|};",
        "[WitxFaults] has no effect on imports; remove it")]
    [InlineData(
        "[WitxTypes(\"kv.witx\")] internal static partial class {|WITX302:Kv|};", "[WitxTypes] has no effect on imports; remove it")]
    public async Task ImportsClass_ThatCannotBeCompleted_ReportsTheRemedy(string declaration, string reason, bool isAnnotated = true)
    {
        string attribute = isAnnotated ? "[WitxImports(\"kv.witx\")]\n" : "";

        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect($"using Witx.Bindings;\n{attribute}{declaration}", s_kv);

        Assert.Equal($"Cannot generate code for 'Kv': {reason}", analyzed.Message("WITX302"));
    }

    [Fact]
    public async Task ImportsClass_NotPartial_ReportsTheDeclarationToWrite()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxImports("kv.witx")]
            internal static class {|WITX301:Kv|};
            """,
            s_kv);
        Assert.Equal(
            "'Kv' must be partial, because generated code completes it; write 'internal static partial class Kv'",
            analyzed.Message("WITX301"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task ImportsClass_OfAMissingFile_SuggestsASimilarOne()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxImports({|WITX303:"kw.witx"|})]
            internal static partial class Kv;
            [WitxTypes("kv.witx")]
            internal static partial class Types;
            """,
            s_kv);
        Assert.Contains("did you mean 'kv.witx'?", analyzed.Message("WITX303"));
    }

    [Fact]
    public async Task ImportsClass_OfAFileWithAnError_ReportsItOnceAndUsesTheFile()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxImports("kv.witx")]
            internal static partial class Kv;
            """,
            ("kv.witx", """(module $kv (@interface func (export "get") (param $key {|WITX101:$missing|})))"""));
    }
}
