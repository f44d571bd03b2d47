using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <content>Creating, renaming and removing directory entries.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void DirectoryEntry_CreateAndRemoveDirectory_ReturnsPosixErrors()
    {
        _tree.Fill("file", "tofile -> file", "dangling -> missing", "full/", "full/f", "todir -> full");
        Assert.Equal(Errno.Success, Guest.CreateDirectory("a"));
        Assert.Equal(Errno.Success, Guest.CreateDirectory("b//"));
        Assert.Equal(Filetype.Directory, Guest.MustStat("b").Filetype);
        foreach (string taken in new[] { "a", "a/", "file", "tofile", "dangling", "todir", "todir/" })
        {
            Assert.Equal(Errno.Exist, Guest.CreateDirectory(taken));
        }

        foreach (string other in new[] { "file", "file/", "tofile", "todir", "todir/", "dangling", "dangling/" })
        {
            Assert.Equal(Errno.Notdir, Guest.RemoveDirectory(other));
        }

        Assert.Equal(Errno.Notempty, Guest.RemoveDirectory("full"));
        Assert.Equal(Errno.Noent, Guest.RemoveDirectory("missing"));
        Assert.Equal(Errno.Success, Guest.RemoveDirectory("a/"));
        Assert.Equal(Errno.Success, Guest.RemoveDirectory("b"));
        Assert.Equal(Errno.Noent, Guest.Stat("a", out _));
    }

    [Fact]
    public void DirectoryEntry_RemoveFile_RemovesOnlyNonDirectories()
    {
        _tree.Fill("file", "dir/", "tofile -> file", "todir -> dir", "dangling -> missing");
        Assert.Equal(Errno.Isdir, Guest.RemoveFile("dir"));
        Assert.Equal(Errno.Isdir, Guest.RemoveFile("dir/"));
        Assert.Equal(Errno.Notdir, Guest.RemoveFile("file/"));
        Assert.Equal(Errno.Notdir, Guest.RemoveFile("tofile/"));
        Assert.Equal(Errno.Notdir, Guest.RemoveFile("todir/"));
        Assert.Equal(Errno.Noent, Guest.RemoveFile("missing"));
        Assert.Equal(Errno.Noent, Guest.RemoveFile("missing/"));
        foreach (string link in new[] { "tofile", "todir", "dangling" })
        {
            Assert.Equal(Errno.Success, Guest.RemoveFile(link));
        }

        Assert.Equal(["dir", "file"], Guest.List("."));
        Assert.Equal(Errno.Success, Guest.RemoveFile("file"));
    }

    [Fact]
    public void Symlink_Created_KeepsItsTargetText()
    {
        _tree.Fill("file", "dir/");
        Assert.Equal(Errno.Success, Guest.CreateLink("link", "../../no/./such//place/"));
        Assert.Equal(Errno.Success, Guest.ReadLink("link", out string target));
        Assert.Equal("../../no/./such//place/", target);
        Assert.Equal(Errno.Success, Guest.ReadLink("link", out target, capacity: 5));
        Assert.Equal("../..", target);
        Assert.Equal(Errno.Success, Guest.ReadLink("link", out _, capacity: 0));
        Assert.Equal(Errno.Perm, Guest.CreateLink("absolute", "/"));
        Assert.Equal(Errno.Perm, Guest.CreateLink("absolute", "/etc/passwd"));
        Assert.Equal(Errno.Noent, Guest.CreateLink("empty", ""));
        Assert.Equal(Errno.Inval, Guest.CreateLink("nul", "a\0b"));
        Assert.Equal(Errno.Nametoolong, Guest.CreateLink("long", new string('x', 4096)));
        Assert.Equal(Errno.Noent, Guest.CreateLink("slash/", "target"));
        foreach (string taken in new[] { "link", "file", "file/", "dir", "dir/" })
        {
            Assert.Equal(Errno.Exist, Guest.CreateLink(taken, "target"));
        }

        Assert.Equal(Errno.Inval, Guest.ReadLink("file", out _));
        Assert.Equal(Errno.Inval, Guest.ReadLink("dir", out _));
        Assert.Equal(Errno.Notdir, Guest.ReadLink("file/", out _));
        Assert.Equal(Errno.Noent, Guest.ReadLink("missing", out _));
        Assert.Equal(Errno.Success, Guest.CreateLink("longest", new string('x', 4095)));
        Assert.Equal(["dir", "file", "link", "longest"], Guest.List("."));
    }

    [Fact]
    public void HardLink_Created_IsTheSameFile()
    {
        if (!_tree.HasHardLinks)
        {
            Assert.Equal(Errno.Notsup, _tree.Fill("file").Link("file", "second"));
            return;
        }

        _tree.Fill("file", "dir/", "tofile -> file", "todir -> dir");
        Assert.Equal(Errno.Success, Guest.Link("file", "dir/second"));
        Assert.Equal(Guest.MustStat("file"), Guest.MustStat("dir/second"));
        Assert.Equal(2UL, Guest.MustStat("file").Nlink);
        Assert.Equal(Errno.Success, Guest.WriteText("dir/second", "new"));
        Assert.Equal("new", Guest.MustReadText("file"));
        Assert.Equal(Errno.Success, Guest.Link("tofile", "link"));
        Assert.Equal(Filetype.SymbolicLink, Guest.MustStat("link").Filetype);
        foreach (string directory in new[] { "dir", "dir/", "todir/", "." })
        {
            Assert.Equal(Errno.Perm, Guest.Link(directory, "third"));
        }

        foreach (string taken in new[] { "file", "dir", "dir/", "tofile", "file/" })
        {
            Assert.Equal(Errno.Exist, Guest.Link("file", taken));
            Assert.Equal(Errno.Exist, Guest.Link("dir", taken));
        }

        Assert.Equal(Errno.Notdir, Guest.Link("file/", "third"));
        Assert.Equal(Errno.Noent, Guest.Link("missing", "third"));
        Assert.Equal(Errno.Noent, Guest.Link("file", "third/"));
        Assert.Equal(Errno.Noent, Guest.Link("file", "missing/third"));
        Assert.Equal(Errno.Success, Guest.RemoveFile("file"));
        Assert.Equal("new", Guest.MustReadText("dir/second"));
        Assert.Equal(1UL, Guest.MustStat("dir/second").Nlink);
    }

    [Fact]
    public void Rename_FileOverFile_ReplacesIt()
    {
        _tree.Fill("a", "b", "dir/", "empty/", "tofile -> a", "todir -> dir");
        Assert.Equal(Errno.Success, Guest.Rename("a", "b"));
        Assert.Equal("a", Guest.MustReadText("b"));
        Assert.Equal(Errno.Noent, Guest.Stat("a", out _));
        Assert.Equal(Errno.Success, Guest.Rename("b", "dir/c"));
        Assert.Equal(Errno.Success, Guest.Rename("dir/c", "dir/c"));
        Assert.Equal("a", Guest.MustReadText("dir/c"));
        Assert.Equal(Errno.Isdir, Guest.Rename("dir/c", "empty"));
        Assert.Equal(Errno.Notempty, Guest.Rename("dir/c", "dir"));
        Assert.Equal(Errno.Notdir, Guest.Rename("dir/c", "d/"));
        Assert.Equal(Errno.Notdir, Guest.Rename("dir/c/", "d"));
        Assert.Equal(Errno.Notdir, Guest.Rename("todir/", "d"));
        Assert.Equal(Errno.Noent, Guest.Rename("missing", "d"));
        Assert.Equal(Errno.Noent, Guest.Rename("dir/c", "missing/d"));
        Assert.Equal(Errno.Success, Guest.Rename("todir", "tofile"));
        Assert.Equal(Errno.Success, Guest.ReadLink("tofile", out string target));
        Assert.Equal("dir", target);
        Assert.Equal(Errno.Success, Guest.Rename("dir/c", "tofile"));
        Assert.Equal("a", Guest.MustReadText("tofile"));
        Assert.Equal(["dir", "empty", "tofile"], Guest.List("."));
    }

    [Fact]
    public void Rename_DirectoryOverEmptyDirectory_ReplacesIt()
    {
        _tree.Fill("a/", "a/b/", "a/b/f", "empty/", "full/", "full/f", "file");
        Assert.Equal(Errno.Success, Guest.Rename("a/", "empty//"));
        Assert.Equal("a/b/f", Guest.MustReadText("empty/b/f"));
        Assert.Equal(Errno.Notempty, Guest.Rename("empty", "full"));
        Assert.Equal(Errno.Notdir, Guest.Rename("empty", "file"));
        Assert.Equal(Errno.Notdir, Guest.Rename("empty", "file/"));
        Assert.Equal(Errno.Inval, Guest.Rename("empty", "empty/b/c"));
        Assert.Equal(Errno.Inval, Guest.Rename("empty", "empty/new"));
        Assert.Equal(Errno.Notempty, Guest.Rename("empty/b", "empty"));
        Assert.Equal(Errno.Success, Guest.Rename("empty", "empty"));
        Assert.Equal(Errno.Success, Guest.Rename("empty/b", "full/b"));
        Assert.Equal(Errno.Success, Guest.Stat("full/b/..", out Filestat parent));
        Assert.Equal(Guest.MustStat("full").Ino, parent.Ino);
        Assert.Equal(["f"], Guest.List("full/b"));
        Assert.Empty(Guest.List("empty"));
    }

    [Fact]
    public void Rename_BetweenHardLinksOfOneFile_KeepsBoth()
    {
        if (_tree.HasHardLinks)
        {
            _tree.Fill("a");
            Assert.Equal(Errno.Success, Guest.Link("a", "b"));
            Assert.Equal(Errno.Success, Guest.Rename("a", "b"));
            Assert.Equal(["a", "b"], Guest.List("."));
        }
    }

    [Fact]
    public void OpenDirectory_Removed_AcceptsNoEntries()
    {
        if (!_tree.PinsOpenDirectories)
        {
            return;
        }

        _tree.Fill("a/", "f");
        OpenFileDescription directory = Guest.MustOpen("a", Directory);
        GuestFiles below = Guest.Below(directory);
        Assert.Equal(Errno.Success, Guest.RemoveDirectory("a"));
        Assert.Equal(Errno.Noent, below.CreateDirectory("b"));
        Assert.Equal(Errno.Noent, below.WriteText("b", "b"));
        Assert.Equal(Errno.Noent, below.CreateLink("b", "b"));
        Assert.Equal(Errno.Noent, PathOperations.Rename(Guest.Start, "f"u8, below.Start, "f"u8));
        Assert.Equal(Errno.Noent, PathOperations.Link(Guest.Start, "f"u8, below.Start, "f"u8));
        Assert.Equal(Errno.Success, below.Stat(".", out Filestat stat));
        Assert.Equal(Filetype.Directory, stat.Filetype);
        directory.Release();
    }

    [Fact]
    public void OpenDirectory_Renamed_StaysUsable()
    {
        if (!_tree.PinsOpenDirectories)
        {
            return;
        }

        _tree.Fill("a/", "a/f", "b/");
        OpenFileDescription directory = Guest.MustOpen("a", Directory);
        GuestFiles below = Guest.Below(directory);
        Assert.Equal(Errno.Success, Guest.Rename("a", "b/c"));
        Assert.Equal("a/f", below.MustReadText("f"));
        below.With("new");
        Assert.Equal(["f", "new"], Guest.List("b/c"));
        directory.Release();
    }

    [Theory]
    [InlineData(HostOpen.Create)]
    [InlineData(HostOpen.Exclusive)]
    [InlineData(HostOpen.Truncate)]
    [InlineData(HostOpen.Create | HostOpen.Exclusive)]
    public void DirectoryOpen_WithCreateOrTruncate_IsInval(object open)
    {
        _tree.Fill("dir/");
        Assert.Equal(Errno.Inval, Guest.OpenAndClose("dir", Directory | (HostOpen)open));
        Assert.Equal(Errno.Inval, Guest.OpenAndClose("new", Directory | (HostOpen)open));
    }
}
