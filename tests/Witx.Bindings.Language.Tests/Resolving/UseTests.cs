using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class UseTests
{
    [Theory]
    [InlineData("a.witx", "b.witx", "b.witx")]
    [InlineData("/p/a.witx", "b.witx", "/p/b.witx")]
    [InlineData("/p/a.witx", "./types/../b.witx", "/p/b.witx")]
    [InlineData("/p/q/a.witx", "../b.witx", "/p/b.witx")]
    [InlineData("C:\\p\\a.witx", "types\\b.witx", "C:/p/types/b.witx")]
    [InlineData("C:/p/a.witx", "types/b.witx", "C:\\p\\types\\b.witx")]
    [InlineData("p/a.witx", "/abs/b.witx", "/abs/b.witx")]
    [InlineData("p/a.witx", "../../b.witx", "../b.witx")]
    [InlineData("/a.witx", "../../b.witx", "/b.witx")]
    public void UsePath_Resolved_IsRelativeToItsFile(string user, string path, string used)
    {
        WitxFile root = WitxFile.Parse(user, $"(use \"{path.Replace("\\", "\\\\", System.StringComparison.Ordinal)}\") (typename $a $b)");
        WitxDocument document = TestDocument.Resolve(root, WitxFile.Parse(used, "(typename $b u8)"));
        Assert.Empty(document.AllErrors());
        Assert.Equal([user, used], document.Files.Select(static file => file.Path));
    }

    [Fact]
    public void UsedFile_Definitions_ComeAtItsFirstUse()
    {
        WitxDocument document = TestDocument.Resolve(
            WitxFile.Parse("root.witx", "(typename $first u8) (use \"part.witx\") (typename $last $part) (use \"part.witx\")"),
            WitxFile.Parse("part.witx", "(typename $part $first)"));
        Assert.Empty(document.AllErrors());
        Assert.Equal(["first", "part", "last"], document.Types.Select(static type => type.Name));
    }

    [Fact]
    public void Fragment_UsedByAFile_SeesItsNames()
    {
        WitxFile fragment = WitxFile.Parse("part.witx", "(typename $part $first)");
        Assert.Empty(fragment.Errors);
        Assert.Equal("WITX101", TestDocument.Resolve(fragment).Errors.Single().Id);
    }

    [Fact]
    public void UseCycle_Resolved_ReadsEachFileOnce()
    {
        WitxDocument document = TestDocument.Resolve(
            WitxFile.Parse("a.witx", "(use \"b.witx\") (use \"a.witx\") (typename $a $b)"),
            WitxFile.Parse("b.witx", "(use \"./a.witx\") (typename $b u8)"));
        Assert.Empty(document.AllErrors());
        Assert.Equal(["b", "a"], document.Types.Select(static type => type.Name));
    }

    [Fact]
    public void Roots_Resolved_ShareOneNamespace()
    {
        WitxFile a = WitxFile.Parse("a.witx", "(typename $a u8)");
        WitxFile b = WitxFile.Parse("b.witx", "(typename $b $a)");
        Assert.Empty(TestDocument.Resolve([a, b], new WitxFileSet([a, b])).AllErrors());
        Assert.Equal("WITX102", TestDocument.Resolve([b, a], new WitxFileSet([a, b])).Errors.Single().Id);
    }

    [Fact]
    public void MissingFile_Resolved_SuppressesUnknownNames()
    {
        WitxDocument document = TestDocument.Resolve(
            WitxFile.Parse("dir/root.witx", "(use \"typnames.witx\") (module $m (@interface func (export \"f\") (param $p $size)))"),
            WitxFile.Parse("dir/typenames.witx", "(typename $size u32)"));
        Assert.Equal(
            "File 'typnames.witx' was not found relative to this file; did you mean 'typenames.witx'?", document.Errors.Single().Message);
        Assert.Empty(document.Modules.Single().Functions);
    }

    [Fact]
    public void MalformedType_Uses_AreNotReported()
    {
        WitxDocument document = TestDocument.Resolve(
            "(typename $a (lst u8)) (typnam $b u8) (typename c u8) (typename $d (tuple $a $b $c $e))");
        Assert.Equal(["WITX013", "WITX011", "WITX012", "WITX101"], document.AllErrors().Select(static error => error.Id));
    }

    [Fact]
    public void Errors_InUsedFile_AreLocatedThere()
    {
        WitxDocument document = TestDocument.Resolve(
            WitxFile.Parse("root.witx", "(use \"part.witx\") (typename $a $z)"),
            WitxFile.Parse("part.witx", "(typename $b $y)"));
        Assert.Equal(["root.witx", "part.witx"], document.Errors.Select(static error => error.Location.Path));
    }

    [Fact]
    public void Load_Roots_IncludesAllUsedFiles()
    {
        Dictionary<string, string> disk = new()
        {
            ["dir/a.witx"] = "(use \"sub/b.witx\") (use \"missing.witx\")",
            ["dir/sub/b.witx"] = "(use \"../c.witx\") (use \"b.witx\")",
            ["dir/c.witx"] = "(use \"a.witx\") (typename $c u8)",
            ["dir/unused.witx"] = "(typename $d u8)",
        };
        WitxFileSet set = WitxFileSet.Load(["dir/a.witx"], path => disk.GetValueOrDefault(path));
        Assert.Equal(["dir/a.witx", "dir/sub/b.witx", "dir/c.witx"], set.Files.Select(static file => file.Path));
        Assert.Equal("WITX120", TestDocument.Resolve([set.Find("dir/a.witx")!], set).AllErrors().Single().Id);
    }

    [Fact]
    public void Files_OfDifferentDialects_FollowTheirOwnRules()
    {
        WitxDocument document = TestDocument.Resolve(
            WitxFile.Parse("new.witx", "(use \"old.witx\") (typename $flag bool)"),
            WitxFile.Parse("old.witx", "(use \"plain.witx\") (typename $errno (enum u16 $success))"
                + "(module $m (@interface func (export \"f\") (result $error $errno) (result $a u8)))"),
            WitxFile.Parse("plain.witx", "(module $n (@interface func (export \"f\") (result $a u8) (result $b u8)))"));
        WitxError error = Assert.Single(document.AllErrors());
        Assert.Equal(("WITX203", "plain.witx"), (error.Id, error.Location.Path));
    }

    [Fact]
    public void UseChain_OfManyFiles_IsResolved()
    {
        WitxFile[] chain = [.. Enumerable.Range(0, 20_000).Select(static i => WitxFile.Parse($"{i}.witx", $"(use \"{i + 1}.witx\")"))];
        WitxDocument document = TestDocument.Resolve(chain[0], [.. chain.Skip(1), WitxFile.Parse("20000.witx", "(typename $end u8)")]);
        Assert.Empty(document.Errors);
        Assert.Equal("end", document.Types.Single().Name);
    }

    [Fact]
    public void Resolve_Canceled_Throws()
    {
        WitxFile file = WitxFile.Parse("a.witx", "(typename $a u8)");
        Assert.Throws<System.OperationCanceledException>(() =>
            WitxResolver.Resolve(file, new WitxFileSet([file]), new CancellationToken(true)));
    }

    [Fact]
    public void AliasChain_TooDeep_IsAnError()
    {
        string text = "(typename $t0 u8)" + string.Concat(Enumerable.Range(1, 5000).Select(static i =>
            $"(typename $t{i} (record (field $x $t{i - 1})))"));
        Assert.Equal("WITX122", TestDocument.Resolve(text).AllErrors().Single().Id);
    }
}
