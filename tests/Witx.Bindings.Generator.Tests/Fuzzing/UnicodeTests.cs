using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Every Unicode code point in every place where text of a witx file gets into C#. It adds no token, ends no comment, and strings keep
/// their value.
/// </summary>
public sealed class UnicodeTests
{
    // The characters that a witx string must escape: control characters, quotation mark, backslash and unpaired surrogates.
    private static readonly string s_notInStrings =
        string.Concat(
            Enumerable.Range(0, char.MaxValue + 1).Select(static i => (char)i).Where(
                static c => c < ' ' || c is '"' or '\\' or '\x7F' || char.IsSurrogate(c)));

    private static readonly AnnotatedClass s_host = AnnotatedClassReader.Read(Project.Create(
        """
        [Witx.Bindings.WitxModule("test.witx", GenerateDescription = true)]
        [Witx.Bindings.WitxFaults(UnknownValue = "bad")]
        public partial class Host
        {
            partial void OnCall(string function) { }
            partial void OnReturn(string function, long result) { }
        }
        """).Compilation().GetTypeByMetadataName("Host")!);

    private static readonly AnnotatedClass s_types = AnnotatedClassReader.Read(Project.Create(
        """
        [Witx.Bindings.WitxTypes("test.witx")]
        public static partial class Types;
        """).Compilation().GetTypeByMetadataName("Types")!);

    [Fact]
    public void DocComments_AnyCodePoint_AddNoToken()
    {
        SyntaxKind[] expected = Kinds(Write(s_host, "/project/test.witx", Documented("x")).Code);
        foreach (string piece in UnicodeText.Pieces(""))
        {
            AssertCode(expected, Write(s_host, "/project/test.witx", Documented(piece)));
        }
    }

    [Fact]
    public void ExportNames_AnyCodePoint_KeepTheirValue()
    {
        SyntaxKind[] expected = Kinds(Write(s_host, "/project/test.witx", Named("f", "g")).Code);
        int functions = 0;
        foreach (string piece in UnicodeText.Pieces(s_notInStrings))
        {
            (GeneratedClass model, string code) = Write(s_host, "/project/test.witx", Named("f" + piece, "g" + UnicodeText.Escaped(piece)));
            AssertCode(expected, (model, code));
            Assert.Equal("f" + piece, model.Functions[0].Witx);
            functions += model.Functions.Count;
        }

        Assert.InRange(functions, 60, int.MaxValue);
    }

    [Fact]
    public void ExportNames_AnyEscape_AddNoToken()
    {
        SyntaxKind[] expected = Kinds(Write(s_host, "/project/test.witx", Named("f", "g")).Code);
        foreach (string piece in UnicodeText.Pieces("\uFFFD").Select(UnicodeText.Escaped))
        {
            AssertCode(expected, Write(s_host, "/project/test.witx", Named("f", "g" + piece)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FilePaths_AnyCodePoint_AddNoToken(bool mapsLines)
    {
        SyntaxKind[] expected = Kinds(Write(s_host, "/project/x/test.witx", Named("f", "g"), mapsLines).Code);
        foreach (string piece in UnicodeText.Pieces("/\\"))
        {
            AssertCode(expected, Write(s_host, $"/project/{piece}/test.witx", Named("f", "g"), mapsLines));
            AnnotatedClass target = s_host with { Modules = [s_host.Modules[0] with { Path = piece + "test.witx" }] };
            AssertCode(expected, Write(target, $"/project/{piece}test.witx", Named("f", "g"), mapsLines));
        }
    }

    [Fact]
    public void EmbeddedFiles_AnyCodePoint_KeepTheirValue()
    {
        foreach (string piece in UnicodeText.Pieces("\r"))
        {
            string text = Documented(piece);
            (GeneratedClass model, _) = Write(s_types, "/project/test.witx", text);
            string code = HostEmitter.WriteSources(model).ToString();
            SyntaxTree tree = Parse(code);
            Assert.True(UnicodeText.IsPrintable(code));
            Assert.Contains(Strings(tree), value => value == text);
        }
    }

    [Fact]
    public void Literals_AnyCodePoint_KeepTheirValue()
    {
        foreach (string piece in UnicodeText.All())
        {
            string literal = LiteralEmitter.Format(piece);
            Assert.True(UnicodeText.IsPrintable(literal));
            Assert.Equal(piece, Assert.Single(Strings(Parse($"class C {{ const string S = {literal}; }}"))));
        }
    }

    [Fact]
    public void LineDirective_BeyondTheCompilersLimits_IsOmitted()
    {
        string text = Named("f", "g").Replace("\n", new string(' ', 70_000), StringComparison.Ordinal);
        (_, string code) = Write(s_host, "/project/test.witx", text);
        Parse(code);
        Assert.DoesNotContain("#line (", code, StringComparison.Ordinal);
        Assert.Contains("// test.witx(1,", code, StringComparison.Ordinal);
    }

    /// <summary>Terminals and logs show messages, so their text must not reorder or break lines.</summary>
    [Fact]
    public void WitxErrorMessages_AnyCodePoint_ArePrintable()
    {
        HashSet<string> ids = [];
        foreach (string piece in UnicodeText.Pieces("\n\r\"\\()"))
        {
            string text = $"""
                (typename "{piece}" u8)
                {string.Join(' ', piece.Split('x'))}
                (use "{piece}-.witx")
                (module $m (@interface func (export "{piece}")) (@interface func (export "{piece}")))
                """;
            WitxFile file = WitxFile.Parse($"/project/{piece}.witx", text);
            WitxDocument document = WitxResolver.Resolve(file, new WitxFileSet([file]), TestContext.Current.CancellationToken);
            foreach (WitxError error in file.Errors.Concat(document.Errors))
            {
                ids.Add(error.Id);
                Assert.True(UnicodeText.IsPrintable(Descriptors.Report(error).GetMessage(null)), error.Id);
            }
        }

        Assert.Superset(new HashSet<string> { "WITX001", "WITX005", "WITX012", "WITX107", "WITX120" }, ids);
    }

    [Fact]
    public void ClassDiagnosticMessages_AnyCodePoint_ArePrintable()
    {
        Compiled compiled = Compiled.RunAsIs(Project.Create(
            """
            [Witx.Bindings.WitxModule("a\u202eb.witx")]
            public partial class Host;
            """,
            ("/project/deep/a\u202eb.witx.witx", "(module $m)")));
        string message = Assert.Single(compiled.Result.Diagnostics).GetMessage(null);
        Assert.True(UnicodeText.IsPrintable(message), message);
        Assert.Contains("a\\u{202e}b.witx", message, StringComparison.Ordinal);
    }

    /// <summary>Creates an interface with a text before every item that can have documentation.</summary>
    private static string Documented(string docs)
    {
        docs = $"(;;{docs};)";
        return $"""
            {docs}(typename $e (enum (@witx tag u16) {docs}$ok {docs}$bad))
            {docs}(typename $f (flags (@witx repr u8) {docs}$a))
            {docs}(typename $h (handle))
            {docs}(typename $s u32)
            {docs}(@witx const $s $max 3)
            {docs}(typename $r (record {docs}(field $a u8) {docs}(field $b (list $r0))))
            {docs}(typename $v (variant {docs}(case $a u8) {docs}(case $b)))
            {docs}(module $m
              {docs}(@interface func (export "f") {docs}(param $a u8) {docs}(param $v $v) {docs}(result $r (expected $s (error $e)))))
            """.Replace("$r0", "u8", StringComparison.Ordinal);
    }

    private static string Named(string raw, string escaped) => $"""
        (typename $e (enum (@witx tag u16) $ok $bad))
        (module $m
          (@interface func (export "{raw}") (@note "{raw}") (param $a u8) (result $r (expected (error $e))))
          (@interface func (export "{escaped}") (param $a (list u8)) (@witx noreturn)))
        """;

    private static (GeneratedClass Model, string Code) Write(AnnotatedClass target, string path, string text, bool mapsLines = true)
    {
        WitxFile file = WitxFile.Parse(path, text);
        Assert.Empty(file.Errors);
        GeneratedClass model = ClassAnalyzer.GetResult(
            target, new WitxFileSet([file]), new BuildOptions("/project/", mapsLines), TestContext.Current.CancellationToken).Model!;
        return (model, HostEmitter.Write(model).ToString());
    }

    private static void AssertCode(SyntaxKind[] expected, (GeneratedClass Model, string Code) written)
    {
        SyntaxTree tree = Parse(written.Code);
        Assert.Equal(expected, Kinds(tree));
        Assert.True(UnicodeText.IsPrintable(written.Code));
        HashSet<string> strings = [.. Strings(tree)];
        Assert.All(written.Model.Functions, function => Assert.Superset(
            new HashSet<string> { function.Module, function.Witx, function.Text, function.Docs.Trim(), function.Result.Docs.Trim() },
            strings));
    }

    private static SyntaxTree Parse(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            SourceText.From(code, Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose));
        ImmutableArray<Diagnostic> errors = [.. tree.GetDiagnostics(TestContext.Current.CancellationToken)];
        Assert.True(errors.IsEmpty, string.Join("\n", errors.Take(3)));
        return tree;
    }

    private static SyntaxKind[] Kinds(string code) => Kinds(Parse(code));

    private static SyntaxKind[] Kinds(SyntaxTree tree) => [.. tree.GetRoot().DescendantTokens().Select(static token => token.Kind())];

    private static IEnumerable<string> Strings(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantTokens()
            .Where(static token => token.IsKind(SyntaxKind.StringLiteralToken))
            .Select(static token => token.ValueText);
}
