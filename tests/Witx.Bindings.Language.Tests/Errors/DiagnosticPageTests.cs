using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Each error has one page in <c>docs/diagnostics</c>, and the examples on the pages match the reported errors.</summary>
public sealed class DiagnosticPageTests
{
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
        Assert.Equal(WitxErrors.All.Select(static kind => kind.Id), DiagnosticPage.Ids.Where(static id => id[4] is '0' or '1' or '2'));
        DiagnosticPage.AssertIndexed(WitxErrors.All.Select(static kind => (kind.Id, kind.Title)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_Examples_MatchTheReportedErrors(string id)
    {
        ImmutableArray<PageBlock> blocks = DiagnosticPage.Read(id, WitxErrors.All.Single(kind => kind.Id == id).Title).Blocks;
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
        string page = File.ReadAllText(RepositoryFolder.GetPath("docs", "witx-support.md"));
        Assert.All(
            WitxErrors.All, kind => Assert.Contains($"[{kind.Id}](diagnostics/{kind.Id}.md)", page, System.StringComparison.Ordinal));
    }

    private static string Errors(string text) =>
        string.Concat(TestDocument.Resolve(WitxFile.Parse("kv.witx", text)).AllErrors()
            .Select(static error => $"{error.Location}: error {error.Id}: {error.Message}\n"));
}
