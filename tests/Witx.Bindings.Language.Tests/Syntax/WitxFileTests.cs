using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class WitxFileTests
{
    [Fact]
    public void WitxFile_SamePathAndText_IsEqual()
    {
        WitxFile file = WitxFile.Parse("a.witx", "(typename $a u8)");
        Assert.Equal(file, WitxFile.Parse("a.witx", "(typename $a u8)"));
        Assert.Equal(file.GetHashCode(), WitxFile.Parse("a.witx", "(typename $a u8)").GetHashCode());
        Assert.NotEqual(file, WitxFile.Parse("b.witx", "(typename $a u8)"));
        Assert.NotEqual(file, WitxFile.Parse("a.witx", "(typename $a u9)"));
    }

    [Fact]
    public void Parse_Preview1_AllocatesWithinItsBudget()
    {
        string folder = RepositoryFolder.GetPath("witx");
        string[] texts =
        [
            File.ReadAllText(Path.Combine(folder, "wasi_snapshot_preview1.witx")),
            .. Directory.EnumerateFiles(Path.Combine(folder, "types"), "*.witx").Select(File.ReadAllText),
        ];
        Assert.All(texts, static text => Assert.Empty(WitxFile.Parse("a.witx", text).Errors));
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string text in texts)
        {
            _ = WitxFile.Parse("a.witx", text);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 * 1024);
    }

    [Fact]
    public void Location_OfName_CoversItsLinesAndColumns()
    {
        WitxError error = Assert.Single(WitxFile.Parse("a.witx", "(typename $a u8)\n  (typename $b (list\n u8 u8))").Errors);
        Assert.Equal(new SourceLocation("a.witx", 42, 2, 2, 4, 2, 6), error.Location);
        Assert.Equal("a.witx(3,5)", error.Location.ToString());
    }
}
