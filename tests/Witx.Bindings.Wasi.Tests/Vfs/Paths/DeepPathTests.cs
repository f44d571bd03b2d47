using System;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>Component-by-component resolution of long paths: the number of open directories, and the way back up.</summary>
public sealed class DeepPathTests
{
    private const int MaxOpen = 40;

    private readonly EndlessTree _tree = new();

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(1900)]
    public void PathWalker_DeepPathAndBack_KeepsFewDirectoriesOpen(int depth)
    {
        string down = string.Concat(Enumerable.Repeat("d/", depth));
        Assert.Equal(Errno.Success, Stat($"{down}f", out ulong inode));
        Assert.Equal((ulong)depth, inode >> 1);
        if (down.Length * 5 / 2 < PathLimits.MaxPathLength)
        {
            string up = string.Concat(Enumerable.Repeat("../", depth));
            Assert.Equal(Errno.Success, Stat($"{down}{up}f", out inode));
            Assert.Equal(0UL, inode >> 1);
            Assert.Equal(Errno.Perm, Stat($"{down}{up}../f", out _));
            Assert.Equal(Errno.Success, Stat($"{down}{up[3..]}d/f", out inode));
            Assert.Equal(2UL, inode >> 1);
        }

        Assert.InRange(_tree.MaxOpenCount, Math.Min(depth, MaxOpen / 2), MaxOpen);
        Assert.Equal(0, _tree.OpenCount);
    }

    [Fact]
    public void PathWalker_ClosedDirectoryReplaced_IsNotReachedByDotDot()
    {
        string down = string.Concat(Enumerable.Repeat("d/", 100));
        _tree.OnLookup = (level, count) =>
        {
            // The directories are replaced when the walker reaches the last one.
            _tree.Generation = level == 99 ? 1u : _tree.Generation;
        };
        Assert.Equal(Errno.Success, Stat($"{down}../../f", out _));
        _tree.Generation = 0;
        Assert.Equal(Errno.Noent, Stat($"{down}{string.Concat(Enumerable.Repeat("../", 60))}f", out _));
        Assert.Equal(0, _tree.OpenCount);
    }

    [Fact]
    public void PathWalker_ManyReturnsToClosedDirectories_IsLoop()
    {
        const int Depth = 40;
        string down = string.Concat(Enumerable.Repeat("d/", Depth));
        string up = string.Concat(Enumerable.Repeat("../", Depth));
        string path = down + string.Concat(Enumerable.Repeat(up + down, 20)) + "f";
        Assert.Equal(Errno.Success, Stat(path, out _));
        _tree.Link = path[..^1].TrimEnd('/');
        Assert.Equal(Errno.Loop, Stat($"l/{up}l/{up}l/f", out _));
        Assert.Equal(0, _tree.OpenCount);
    }

    [Theory]
    [InlineData(Resolver.Kernel)]
    [InlineData(Resolver.Walker)]
    public void HostDirectory_DeepPathWithDotDot_LeadsToTheSameFile(Resolver resolver)
    {
        using HostTree tree = new(resolver);
        string path = "";
        for (int i = 0; i < 80; i++)
        {
            path += $"{i}/";
            tree.Guest.With(path);
        }

        tree.Guest.With("f", "0/1/f");
        Assert.Equal("f", tree.Guest.MustReadText($"{path}{string.Concat(Enumerable.Repeat("../", 80))}f"));
        Assert.Equal("0/1/f", tree.Guest.MustReadText($"{path}{string.Concat(Enumerable.Repeat("../", 78))}f"));
        Assert.Equal(Errno.Perm, tree.Guest.Stat($"{path}{string.Concat(Enumerable.Repeat("../", 81))}f", out _));
    }

    [Theory]
    [InlineData(Resolver.Kernel)]
    [InlineData(Resolver.Walker)]
    public void SymlinkLimit_LinksInsideAndAtTheEnd_CountsBoth(Resolver resolver)
    {
        using HostTree tree = new(resolver);
        tree.Guest.With("dir/", "dir/f", "dir/l0 -> f", "a0 -> dir");
        for (int i = 1; i <= 20; i++)
        {
            tree.Guest.With($"a{i} -> a{i - 1}", $"dir/l{i} -> l{i - 1}");
        }

        Assert.Equal(Errno.Success, tree.Guest.Stat("a19/l19", out _));
        Assert.Equal(Errno.Loop, tree.Guest.Stat("a20/l19", out _));
        Assert.Equal(Errno.Loop, tree.Guest.OpenAndClose("a19/l20", HostOpen.Read | HostOpen.Follow));
    }

    private Errno Stat(string path, out ulong inode)
    {
        PathBase start = new(new EndlessDirectory(_tree, 0));
        Errno error = PathOperations.GetStat(start, Encoding.UTF8.GetBytes(path), follow: true, out Filestat stat);
        inode = stat.Ino;
        return error;
    }

    /// <summary>
    /// State of an endless tree: each directory contains a directory <c>d</c>, a file <c>f</c> and a symbolic link <c>l</c>.
    /// </summary>
    private sealed class EndlessTree
    {
        internal int OpenCount { get; set; }

        internal int MaxOpenCount { get; set; }

        internal uint Generation { get; set; }

        internal string Link { get; set; } = "d";

        internal Action<int, int>? OnLookup { get; set; }
    }

    private sealed class EndlessDirectory(EndlessTree tree, int depth) : DirectoryInode
    {
        private readonly uint _generation = tree.Generation;

        internal override bool IsOnHost => true;

        internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
        {
            directory = null;
            if (!name.SequenceEqual("d"u8))
            {
                return name.SequenceEqual("l"u8) || name.SequenceEqual("f"u8) ? Errno.Notdir : Errno.Noent;
            }

            tree.OnLookup?.Invoke(depth, tree.OpenCount);
            directory = new EndlessDirectory(tree, depth + 1);
            tree.MaxOpenCount = Math.Max(tree.MaxOpenCount, ++tree.OpenCount);
            return Errno.Success;
        }

        internal override void Close() => tree.OpenCount--;

        internal override Errno GetStat(out Filestat stat)
        {
            stat = new(_generation, ((ulong)depth << 1) | 1, Filetype.Directory, 1, 0, 0, 0, 0);
            return Errno.Success;
        }

        internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
        {
            stat = new(_generation, (ulong)depth << 1, Filetype.RegularFile, 1, 0, 0, 0, 0);
            return name.SequenceEqual("f"u8) ? Errno.Success : Errno.Noent;
        }

        internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
        {
            bool isLink = name.SequenceEqual("l"u8);
            length = isLink ? Encoding.UTF8.GetBytes(tree.Link, target) : 0;
            return isLink ? Errno.Success : Errno.Inval;
        }

        internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
        {
            inode = null;
            return Errno.Notsup;
        }

        internal override Errno SetTimes(FileTimes times) => Errno.Notsup;

        internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => Errno.Notsup;

        internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Notsup;

        internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Notsup;

        internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Notsup;

        internal override Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Notsup;

        internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Notsup;

        internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Notsup;

        internal override DirectoryListing List() => throw new NotSupportedException();
    }
}
