using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class WitxFileTests
{
    [Fact]
    public void File_EqualsAnotherOfTheSamePathAndText()
    {
        WitxFile file = WitxFile.Parse("a.witx", "(typename $a u8)");
        Assert.Equal(file, WitxFile.Parse("a.witx", "(typename $a u8)"));
        Assert.Equal(file.GetHashCode(), WitxFile.Parse("a.witx", "(typename $a u8)").GetHashCode());
        Assert.NotEqual(file, WitxFile.Parse("b.witx", "(typename $a u8)"));
        Assert.NotEqual(file, WitxFile.Parse("a.witx", "(typename $a u9)"));
    }

    [Fact]
    public void Reading_AllocatesLittleMoreThanTheTree()
    {
        string text = "(typename $errno (enum (@witx tag u16) $success $io))\n" + string.Concat(Enumerable.Range(0, 400).Select(static i =>
            $";;; Reads from a descriptor, as much as there is and fits.\n(typename $stat{i} (record (field $errno $errno) (field $size u64)))\n"));
        _ = WitxFile.Parse("a.witx", text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(WitxFile.Parse("a.witx", text).Errors);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * text.Length);
    }

    [Fact]
    public void Location_CoversTheSpanInLinesAndColumns()
    {
        WitxError error = Assert.Single(WitxFile.Parse("a.witx", "(typename $a u8)\n  (typename $b (list\n u8 u8))").Errors);
        Assert.Equal(new SourceLocation("a.witx", 42, 2, 2, 4, 2, 6), error.Location);
        Assert.Equal("a.witx(3,5)", error.Location.ToString());
    }
}
