using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <content>Directory listings.</content>
public abstract partial class ConformanceTests
{
    [Fact]
    public void DirectoryListing_Entries_HaveNameTypeAndInode()
    {
        _tree.Fill("dir/", "dir/a/", "dir/f", "dir/l -> f");
        OpenFileDescription directory = Guest.MustOpen("dir", Directory);
        foreach ((string name, ulong inode, Filetype filetype, _) in FileIO.List(directory))
        {
            Filestat stat = Guest.MustStat($"dir/{name}");
            Assert.Equal((stat.Ino, stat.Filetype), (inode, filetype));
        }

        Assert.Equal(
            [".", "..", "a", "f", "l"], FileIO.List(directory).Select(static entry => entry.Name).Order(System.StringComparer.Ordinal));
        directory.Release();
        _tree.Fill("empty/");
        Assert.Empty(Guest.List("empty"));
    }

    [Fact]
    public void DirectoryListing_ContinuedAtAnyCookie_ReturnsTheRest()
    {
        _tree.Fill("dir/");
        _tree.Fill(Enumerable.Range(0, 100).Select(static i => $"dir/file-{i}"));
        OpenFileDescription directory = Guest.MustOpen("dir", Directory);
        IReadOnlyList<(string Name, ulong Inode, Filetype Filetype, ulong Cookie)> all = FileIO.List(directory);
        Assert.Equal(102, all.Select(static entry => entry.Name).Distinct().Count());
        Assert.Equal(102, all.Select(static entry => entry.Cookie).Distinct().Count());
        for (int i = 0; i < all.Count; i += 7)
        {
            Assert.Equal(all.Skip(i + 1), FileIO.List(directory, all[i].Cookie));
        }

        // One entry at a time, as with a small buffer.
        ulong cookie = 0;
        foreach ((string Name, ulong Inode, Filetype Filetype, ulong Cookie) entry in all)
        {
            Assert.Equal([entry], FileIO.List(directory, cookie, maxCount: 1));
            cookie = entry.Cookie;
        }

        Assert.Empty(FileIO.List(directory, cookie));
        Assert.Equal(all, FileIO.List(directory));
        directory.Release();
    }

    [Fact]
    public void DirectoryListing_EntriesAddedAndRemoved_ReturnsTheOthersOnce()
    {
        _tree.Fill("dir/");
        string[] remaining = [.. Enumerable.Range(0, 700).Select(static i => $"stays-{i}-{new string('x', i % 50)}")];
        string[] removed = [.. Enumerable.Range(0, 300).Select(static i => $"goes-{i}")];
        _tree.Fill(remaining.Zip(removed.Concat(removed).Concat(removed))
            .SelectMany(static pair => new[] { pair.First, pair.Second })
            .Distinct()
            .Select(static name => $"dir/{name}"));
        OpenFileDescription directory = Guest.MustOpen("dir", Directory);
        List<string> seen = [];
        ulong cookie = 0;
        for (int round = 0; ; round++)
        {
            IReadOnlyList<(string Name, ulong Inode, Filetype Filetype, ulong Cookie)> some = FileIO.List(directory, cookie, maxCount: 3);
            if (some.Count == 0)
            {
                break;
            }

            seen.AddRange(some.Select(static entry => entry.Name));
            cookie = some[^1].Cookie;
            if (round < removed.Length)
            {
                Assert.Equal(Errno.Success, Guest.RemoveFile($"dir/{removed[round]}"));
                Assert.Equal(Errno.Success, Guest.OpenAndClose($"dir/comes-{round}", Create));
            }
        }

        Assert.Equal(remaining.Order(), seen.Where(static name => name.StartsWith("stays", System.StringComparison.Ordinal)).Order());
        Assert.Equal(seen.Count, seen.Distinct().Count());
        directory.Release();
    }

    [Fact]
    public void DirectoryListing_Restarted_ReturnsTheCurrentEntries()
    {
        _tree.Fill("dir/", "dir/a");
        OpenFileDescription directory = Guest.MustOpen("dir", Directory);
        Assert.Equal(3, FileIO.List(directory).Count);
        _tree.Fill("dir/b");
        Assert.Equal(4, FileIO.List(directory).Count);
        Guest.RemoveFile("dir/a");
        Guest.RemoveFile("dir/b");
        Assert.Equal(2, FileIO.List(directory).Count);
        directory.Release();
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 62)]
    [InlineData(long.MaxValue)]
    public void DirectoryListing_UnknownCookie_DoesNoHarm(ulong cookie)
    {
        _tree.Fill("a");
        OpenFileDescription directory = Guest.MustOpen(".", Directory);
        Assert.InRange(FileIO.List(directory, cookie).Count, 0, 3);
        Assert.Equal(3, FileIO.List(directory).Count);
        directory.Release();
    }

    [Fact]
    public void DirectoryListings_TwoOfOneDirectory_AreIndependent()
    {
        _tree.Fill("dir/");
        _tree.Fill(Enumerable.Range(0, 20).Select(static i => $"dir/{i}"));
        OpenFileDescription first = Guest.MustOpen("dir", Directory);
        OpenFileDescription second = new(first.Inode);
        string[] names = [.. FileIO.List(first).Select(static entry => entry.Name)];
        ulong[] cookies = [0, 0];
        for (int i = 0; i < names.Length; i++)
        {
            (string Name, ulong Inode, Filetype Filetype, ulong Cookie) one = Assert.Single(FileIO.List(first, cookies[0], maxCount: 1));
            (string Name, ulong Inode, Filetype Filetype, ulong Cookie) other = Assert.Single(FileIO.List(second, cookies[1], maxCount: 1));
            Assert.Equal((names[i], names[i]), (one.Name, other.Name));
            cookies = [one.Cookie, other.Cookie];
        }

        first.Release();
    }
}
