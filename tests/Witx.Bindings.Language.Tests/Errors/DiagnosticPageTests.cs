using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Each error has one page in <c>docs/diagnostics</c>, and the examples on the pages match the reported errors.</summary>
public sealed partial class DiagnosticPageTests
{
    private static readonly string s_folder = Path.Combine(CorpusFolder.RepositoryRoot(), "docs", "diagnostics");

    public static TheoryData<string> Ids => [.. WitxErrors.All.Select(static kind => kind.Id)];

    [Fact]
    public void ErrorIds_All_AreUniqueAndOrdered()
    {
        string[] ids = [.. WitxErrors.All.Select(static kind => kind.Id)];
        Assert.Equal(ids.Order().Distinct(), ids);
        Assert.All(ids, static id => Assert.Matches("^WITX[012][0-9][0-9]$", id));
    }

    [Fact]
    public void Pages_AndErrors_CorrespondOneToOne()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(s_folder, "WITX*.md").Select(Path.GetFileNameWithoutExtension)!;
        Assert.Equal(WitxErrors.All.Select(static kind => kind.Id), pages.Where(static id => id[4] is '0' or '1' or '2').Order());
        string index = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        Assert.All(WitxErrors.All, kind =>
            Assert.Contains($"| [{kind.Id}]({kind.Id}.md) | {kind.Title} |", index, System.StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_Examples_MatchTheReportedErrors(string id)
    {
        string page = File.ReadAllText(Path.Combine(s_folder, id + ".md")).ReplaceLineEndings("\n");
        Assert.StartsWith($"# {id}: {WitxErrors.All.Single(kind => kind.Id == id).Title}\n", page);
        (string Kind, string Text)[] blocks =
            [.. Block().Matches(page).Select(static match => (match.Groups[1].Value, match.Groups[2].Value))];
        Assert.Equal(3, blocks.Length);
        Assert.Equal("text", blocks[1].Kind);
        Assert.Contains($"error {id}: ", blocks[1].Text, System.StringComparison.Ordinal);
        if (blocks[0].Kind is "witx")
        {
            Assert.Equal(blocks[1].Text, Errors(blocks[0].Text));
        }

        Assert.Equal("", Errors(blocks[2].Text));
    }

    [Fact]
    public void SupportPage_Links_NameEveryError()
    {
        string page = File.ReadAllText(Path.Combine(s_folder, "..", "witx-support.md"));
        Assert.All(WitxErrors.All, kind => Assert.Contains($"[{kind.Id}](diagnostics/{kind.Id}.md)", page, System.StringComparison.Ordinal));
    }

    private static string Errors(string text) =>
        string.Concat(TestDocument.Resolve(WitxFile.Parse("kv.witx", text)).AllErrors()
            .Select(static error => $"{error.Location}: error {error.Id}: {error.Message}\n"));

    [GeneratedRegex("```([a-z ]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
