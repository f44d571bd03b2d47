using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Diagnostics;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>
/// Each diagnostic has one page in <c>docs/diagnostics</c> and one line in the release files. The examples on the pages about classes match
/// the reported diagnostics.
/// </summary>
public sealed class DiagnosticPageTests
{
    private static readonly IReadOnlyList<DiagnosticDescriptor> s_reported = new WitxAnalyzer().SupportedDiagnostics;

    public static TheoryData<string> Ids => [.. ClassDiagnostics.All.Select(static error => error.Id)];

    [Fact]
    public void Diagnostics_EachId_HasOnePageAndOneReleaseNote()
    {
        string[] ids = [.. s_reported.Select(static error => error.Id).Order(StringComparer.Ordinal)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids, DiagnosticPage.Ids);
        Assert.Equal(
            s_reported.OrderBy(static error => error.Id, StringComparer.Ordinal)
                .Select(static error => $"{error.Id} | {error.Category} | {error.DefaultSeverity} | {error.Title}"),
            new[] { "Shipped", "Unshipped" }.SelectMany(ReadReleases)
                .Where(static line => line.StartsWith("WITX", StringComparison.Ordinal)));
        DiagnosticPage.AssertIndexed(s_reported.Select(static error => (error.Id, $"{error.Title}")));
        Assert.All(
            s_reported, static error => Assert.EndsWith($"/docs/diagnostics/{error.Id}.md", error.HelpLinkUri, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task ClassPage_Examples_MatchTheReportedDiagnostics(string id)
    {
        ImmutableArray<PageBlock> blocks = DiagnosticPage.Read(id, $"{s_reported.Single(error => error.Id == id).Title}").Blocks;
        (string, string)[] files =
        [
            ("kv.witx", DiagnosticPage.Read().Blocks[0].Text),
            .. blocks.Where(static block => block.Path.EndsWith(".witx", StringComparison.Ordinal))
                .Select(static block => (block.Path, block.Text)),
        ];
        string[] rest = [.. blocks.Where(static block => block.Path.Length == 0).Select(static block => block.Text)];
        Assert.Equal(3, rest.Length);

        LanguageVersion[] versions =
            [.. blocks.Where(static block => block.Path is "Host.csproj").Select(static block => ReadVersion(block.Text))];
        Assert.Equal(rest[1], await Analyze(id, rest[0], files, versions.FirstOrDefault(LanguageVersion.Latest)));
        Assert.Equal("", await Analyze(id, rest[2], files, versions.LastOrDefault(LanguageVersion.Latest)));
    }

    private static IEnumerable<string> ReadReleases(string name) =>
        File.ReadLines(RepositoryFolder.GetPath("generator", "Witx.Bindings.Generator", $"AnalyzerReleases.{name}.md"));

    /// <summary>Reads the C# version of a project file.</summary>
    private static LanguageVersion ReadVersion(string project)
    {
        Assert.True(LanguageVersionFacts.TryParse(XElement.Parse(project).Element("LangVersion")!.Value, out LanguageVersion version));
        return version;
    }

    private static async Task<string> Analyze(string id, string code, (string Path, string Text)[] files, LanguageVersion version)
    {
        Project project = AnalyzerVerifier.Create(code, [.. files.Select(static file => ("/project/" + file.Path, file.Text))]);
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Run(project with { Language = version });
        return string.Concat(
            analyzed.Diagnostics.Where(diagnostic => diagnostic.Id == id)
                .Select(static diagnostic => $"{diagnostic}\n".Replace("/project/", "", StringComparison.Ordinal)));
    }
}
