using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <summary>Path resolution and path operations behave the same in every file system and with every resolver.</summary>
public abstract partial class ConformanceTests : IDisposable
{
    private const HostOpen Read = HostOpen.Read;
    private const HostOpen Write = HostOpen.Write;
    private const HostOpen Create = HostOpen.Create | HostOpen.Write;
    private const HostOpen Follow = HostOpen.Follow | HostOpen.Read;
    private const HostOpen Directory = HostOpen.Directory | HostOpen.Read;

    private readonly FileTree _tree;

    private protected ConformanceTests(FileTree tree) => _tree = tree;

    private GuestFiles Guest => _tree.Guest;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _tree.Dispose();
    }

    [Fact]
    public void PathOperation_EmptyPath_IsNoent() => AssertEveryOperation("", Errno.Noent);

    [Fact]
    public void PathOperation_PathWithNul_IsInval() => AssertEveryOperation("a\0b", Errno.Inval);

    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("//")]
    public void PathOperation_AbsolutePath_IsPerm(string path) => AssertEveryOperation(path, Errno.Perm);

    [Theory]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("../secret")]
    [InlineData("../jail/a")]
    [InlineData("../jail2/secret")]
    [InlineData("a/../..")]
    [InlineData("a/../../jail/a")]
    [InlineData("./../a")]
    [InlineData("a/b/../../../secret")]
    [InlineData("out/../a")]
    public void PathOperation_PathThatLeavesAndReturns_IsPerm(string path)
    {
        _tree.Fill("a/", "a/b/");
        _tree.PlantLink("out", "../outside");
        AssertEveryOperation(path, Errno.Perm);
    }

    [Fact]
    public void PathOperation_TooLongNameOrPath_IsNametoolong()
    {
        AssertEveryOperation(new string('n', 256), Errno.Nametoolong);
        AssertEveryOperation($"a/{new string('n', 256)}/b", Errno.Nametoolong, Errno.Noent);
        AssertEveryOperation(new string('/', 4095) + "a", Errno.Nametoolong, Errno.Perm);
        AssertEveryOperation("a" + new string('/', 4095), Errno.Nametoolong);
        _tree.Fill(new string('n', 255));
    }

    [Theory]
    [InlineData("missing/../b")]
    [InlineData("missing/b")]
    [InlineData("a/missing/b")]
    public void PathOperation_MissingIntermediateDirectory_IsNoent(string path)
    {
        _tree.Fill("a/", "b");
        AssertEveryOperation(path, Errno.Noent);
    }

    [Theory]
    [InlineData("file/x")]
    [InlineData("file/.")]
    [InlineData("file/..")]
    [InlineData("tofile/x")]
    public void PathOperation_FileAsIntermediateComponent_IsNotdir(string path)
    {
        _tree.Fill("file", "tofile -> file");
        AssertEveryOperation(path, Errno.Notdir);
    }

    [Fact]
    public void PathResolution_DotDotAfterASymlink_IsTheParentOfTheTarget()
    {
        _tree.Fill("a/", "a/b/", "a/f", "f", "link -> a/b");
        Assert.Equal("a/f", Guest.MustReadText("link/../f"));
        Assert.Equal("f", Guest.MustReadText("link/../../f"));
        Assert.Equal(Errno.Perm, Guest.Stat("link/../../../f", out _));
    }

    [Theory]
    [InlineData("./f")]
    [InlineData("a/../f")]
    [InlineData("a//b/..///../f")]
    [InlineData("a/./b/./../../f")]
    [InlineData("up/f")]
    [InlineData("a/b/.././up/f")]
    public void PathResolution_EquivalentPaths_ReachTheSameFile(string path)
    {
        _tree.Fill("a/", "a/b/", "f", "a/up -> ..", "up -> a/..");
        Assert.Equal(Errno.Success, Guest.Stat(path, out Filestat stat));
        Filestat expected = Guest.MustStat("f");
        Assert.Equal((expected.Dev, expected.Ino), (stat.Dev, stat.Ino));
    }

    [Theory]
    [InlineData("self -> self", "self")]
    [InlineData("self -> self/x", "self")]
    [InlineData("self -> ./self", "self/x")]
    public void PathResolution_SymlinkToItself_IsLoop(string link, string path)
    {
        _tree.Fill(link);
        Assert.Equal(Errno.Loop, Guest.Stat(path, out _));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose(path, Follow));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose(path, Create | HostOpen.Follow));
        Assert.Equal(Errno.Loop, Guest.CreateDirectory("self/x"));
    }

    [Fact]
    public void PathResolution_MoreThanFortySymlinks_IsLoop()
    {
        _tree.Fill("l0", "a -> b", "b -> a");
        for (int i = 1; i <= 41; i++)
        {
            _tree.Fill($"l{i} -> l{i - 1}");
        }

        Assert.Equal("l0", Guest.MustReadText("l40"));
        Assert.Equal(Errno.Loop, Guest.ReadText("l41", out _));
        Assert.Equal(Errno.Loop, Guest.Stat("l41", out _));
        Assert.Equal(Errno.Loop, Guest.Stat("a", out _));
    }

    [Fact]
    public void PathResolution_SymlinkInTheLastComponent_IsFollowedOnlyOnRequest()
    {
        _tree.Fill("file", "dir/", "tofile -> file", "todir -> dir", "dangling -> missing");
        Assert.Equal(Errno.Loop, Guest.OpenAndClose("tofile", Read));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose("tofile", Write));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose("tofile", Create));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose("dangling", Read));
        Assert.Contains(Guest.OpenAndClose("todir", Directory), new[] { Errno.Loop, Errno.Notdir });
        Assert.Equal(Errno.Success, Guest.OpenAndClose("tofile", Follow));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("todir", Directory | HostOpen.Follow));
        Assert.Equal(Errno.Noent, Guest.OpenAndClose("dangling", Follow));
        Assert.Equal(Filetype.SymbolicLink, Guest.MustStat("tofile").Filetype);
        Assert.Equal(4UL, Guest.MustStat("tofile").Size);
        Assert.Equal(Errno.Success, Guest.Stat("tofile", out Filestat stat));
        Assert.Equal(Filetype.RegularFile, stat.Filetype);
        Assert.Equal(Errno.Noent, Guest.Stat("dangling", out _));
    }

    [Fact]
    public void FileCreate_DanglingSymlink_IsFollowedUnlessExclusive()
    {
        _tree.Fill("a/", "dangling -> a/new");
        Assert.Equal(Errno.Exist, Guest.OpenAndClose("dangling", Create | HostOpen.Exclusive | HostOpen.Follow));
        Assert.Equal(Errno.Exist, Guest.OpenAndClose("dangling", Create | HostOpen.Exclusive));
        Assert.Equal(Errno.Loop, Guest.OpenAndClose("dangling", Create));
        Assert.Empty(Guest.List("a"));
        Assert.Equal(Errno.Success, Guest.OpenAndClose("dangling", Create | HostOpen.Follow));
        Assert.Equal(["new"], Guest.List("a"));
    }

    [Fact]
    public void PathResolution_TrailingSlash_RequiresADirectory()
    {
        _tree.Fill("file", "dir/", "tofile -> file", "todir -> dir", "slashed -> file/", "dirslashed -> dir/", "dangling -> missing");
        foreach (string path in new[] { "file/", "file//", "tofile/", "slashed", "slashed/" })
        {
            Assert.Equal(Errno.Notdir, Guest.Stat(path, out _));
            Assert.Equal(Errno.Notdir, Guest.OpenAndClose(path, Follow));
            Assert.Equal(Errno.Notdir, Guest.SetTimes(path, follow: true, default));
        }

        foreach (string path in new[] { "dir/", "dir/.", "dir//", "todir/", "todir//", "todir/.", "todir/./", "dirslashed/" })
        {
            Assert.Equal(Errno.Success, Guest.StatLink(path, out Filestat stat));
            Assert.Equal((Filetype.Directory, Guest.MustStat("dir").Ino), (stat.Filetype, stat.Ino));
            Assert.Equal(Errno.Success, Guest.OpenAndClose(path, Read));
            Assert.Equal(Errno.Inval, Guest.ReadLink(path, out _));
        }

        Assert.Equal(Errno.Noent, Guest.StatLink("dangling/", out _));
        Assert.Equal(Errno.Noent, Guest.StatLink("missing/", out _));
        Assert.Equal(Errno.Isdir, Guest.OpenAndClose("new/", Create));
        Assert.Equal(Errno.Isdir, Guest.OpenAndClose("dir/", Create));
    }

    [Fact]
    public void PathResolution_Dot_IsTheDirectory()
    {
        _tree.Fill("a/", "a/f", "f");
        foreach (string path in new[] { ".", "./", "a/..", "a/../.", "a/." })
        {
            Assert.Equal(Errno.Success, Guest.StatLink(path, out Filestat stat));
            Assert.Equal(Filetype.Directory, stat.Filetype);
            Assert.Equal(Errno.Success, Guest.OpenAndClose(path, Read));
            Assert.Equal(Errno.Success, Guest.OpenAndClose(path, Directory));
            Assert.Equal(Errno.Isdir, Guest.OpenAndClose(path, Write));
            Assert.Equal(Errno.Isdir, Guest.OpenAndClose(path, Directory | Write));
            Assert.Equal(Errno.Success, Guest.SetTimes(path, follow: false, default));
            Assert.Equal(Errno.Exist, Guest.CreateDirectory(path));
            Assert.Equal(Errno.Exist, Guest.CreateLink(path, "x"));
            Assert.Equal(Errno.Inval, Guest.RemoveDirectory(path));
            Assert.Equal(Errno.Isdir, Guest.RemoveFile(path));
            Assert.Equal(Errno.Inval, Guest.ReadLink(path, out _));
            Assert.Equal(Errno.Perm, Guest.Link(path, "x"));
            Assert.Equal(Errno.Exist, Guest.Link("f", path));
            Assert.Equal(Errno.Busy, Guest.Rename(path, "x"));
            Assert.Equal(Errno.Busy, Guest.Rename("f", path));
        }
    }

    [Fact]
    public void OpenedDirectory_AsBaseDirectory_LimitsPathsToItself()
    {
        _tree.Fill("a/", "a/b/", "a/f", "f", "a/up -> ../f");
        OpenFileDescription directory = Guest.MustOpen("a", Directory);
        GuestFiles below = Guest.Below(directory);
        Assert.Equal("a/f", below.MustReadText("f"));
        Assert.Equal("a/f", below.MustReadText("b/../f"));
        Assert.Equal(Errno.Perm, below.ReadText("../f", out _));
        Assert.Equal(Errno.Perm, below.ReadText("up", out _));
        Assert.Equal("f", Guest.MustReadText("a/up"));
        below.With("new", "c/");
        Assert.Equal(["b", "c", "f", "new", "up"], Guest.List("a"));
        directory.Release();
    }

    private void AssertEveryOperation(string path, params Errno[] expected)
    {
        foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(_tree))
        {
            Errno error = run(Guest, path);
            Assert.True(Array.IndexOf(expected, error) >= 0, $"{name} of '{path}' is {error}, not {string.Join(" or ", expected)}.");
        }
    }
}

public sealed class KernelConformanceTests() : ConformanceTests(new HostTree(Resolver.Kernel));

public sealed class WalkerConformanceTests() : ConformanceTests(new HostTree(Resolver.Walker));

public sealed class PortableConformanceTests() : ConformanceTests(new HostTree(Resolver.Portable));

public sealed class MemoryConformanceTests() : ConformanceTests(new MemoryTree());

public sealed class OverlayConformanceTests() : ConformanceTests(new OverlayTree());

public sealed class PolicyKernelConformanceTests() : ConformanceTests(new PolicyTree(Resolver.Kernel));

public sealed class PolicyWalkerConformanceTests() : ConformanceTests(new PolicyTree(Resolver.Walker));

public sealed class NodeConformanceTests() : ConformanceTests(new NodeTree());

public sealed class SnapshotConformanceTests() : ConformanceTests(new SnapshotTree());

public sealed class FilledOverlayConformanceTests() : ConformanceTests(new FilledOverlayTree(static source => source));

public sealed class ZipOverlayConformanceTests()
    : ConformanceTests(new FilledOverlayTree(static source => ZipTree.Pack(SnapshotTree.GetFiles(source))));
