using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
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
public sealed partial class DiagnosticPageTests
{
    private const string Index = "README";

    private static readonly IReadOnlyList<DiagnosticDescriptor> s_reported = new WitxAnalyzer().SupportedDiagnostics;

    public static TheoryData<string> Ids => [.. ClassDiagnostics.All.Select(static error => error.Id)];

    [Fact]
    public void Diagnostics_EachId_HasOnePageAndOneReleaseNote()
    {
        string[] ids = [.. s_reported.Select(static error => error.Id).Order(StringComparer.Ordinal)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids, Directory.EnumerateFiles(Folder("docs/diagnostics"), "WITX*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

        string releases = string.Concat(
            new[] { "Shipped", "Unshipped" }.Select(static name => File.ReadAllText(Folder($"generator/Witx.Bindings.Generator/AnalyzerReleases.{name}.md"))));
        Assert.Equal(
            s_reported.OrderBy(static error => error.Id, StringComparer.Ordinal).Select(static error => $"{error.Id} | {error.Category} | {error.DefaultSeverity} | {error.Title}"),
            releases.Split('\n').Where(static line => line.StartsWith("WITX", StringComparison.Ordinal)));
        string index = Page(Index);
        Assert.All(s_reported, error => Assert.Contains($"| [{error.Id}]({error.Id}.md) | {error.Title} |", index, StringComparison.Ordinal));
        Assert.All(s_reported, static error => Assert.EndsWith($"/docs/diagnostics/{error.Id}.md", error.HelpLinkUri, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task ClassPage_Examples_MatchTheReportedDiagnostics(string id)
    {
        string page = Page(id);
        Assert.StartsWith($"# {id}: {s_reported.Single(error => error.Id == id).Title}\n", page);
        Match[] blocks = [.. Block().Matches(page).Cast<Match>()];
        (string, string)[] files =
        [
            ("kv.witx", Block().Match(Page(Index)).Groups["text"].Value),
            .. blocks.Where(static block => block.Groups["path"].Value.EndsWith(".witx", StringComparison.Ordinal)).Select(static block => (block.Groups["path"].Value, block.Groups["text"].Value)),
        ];
        string[] rest = [.. blocks.Where(static block => !block.Groups["path"].Success).Select(static block => block.Groups["text"].Value)];
        Assert.Equal(3, rest.Length);

        LanguageVersion[] versions = [.. blocks.Where(static block => block.Groups["path"].Value is "Host.csproj").Select(static block => Version(block.Groups["text"].Value))];
        Assert.Equal(rest[1], await Said(id, rest[0], files, versions.FirstOrDefault(LanguageVersion.Latest)));
        Assert.Equal("", await Said(id, rest[2], files, versions.LastOrDefault(LanguageVersion.Latest)));
    }

    /// <summary>Reads the C# version of a project file.</summary>
    private static LanguageVersion Version(string project)
    {
        Assert.True(LanguageVersionFacts.TryParse(XElement.Parse(project).Element("LangVersion")!.Value, out LanguageVersion version));
        return version;
    }

    private static async Task<string> Said(string id, string code, (string Path, string Text)[] files, LanguageVersion version)
    {
        Project project = AnalyzerVerifier.Create(code, [.. files.Select(static file => ("/project/" + file.Path, file.Text))]) with { Language = version };
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Run(project);
        return string.Concat(analyzed.Diagnostics.Where(diagnostic => diagnostic.Id == id).Select(static diagnostic => $"{diagnostic}\n".Replace("/project/", "", StringComparison.Ordinal)));
    }

    private static string Page(string name) => File.ReadAllText(Folder($"docs/diagnostics/{name}.md")).ReplaceLineEndings("\n");

    private static string Folder(string path) => Path.Combine(Project.Root(), path);

    [GeneratedRegex("(?:^`(?<path>[^`\n]+)`:\n)?^```[a-z]+\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
