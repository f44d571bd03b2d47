using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Host;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Accounting;

/// <summary>Quotas count bytes and directory entries exactly, in memory, in overlays and on the host.</summary>
public sealed class QuotaTests
{
    private const HostOpen Create = HostOpen.Write | HostOpen.Create;
    private const HostOpen ReadWrite = HostOpen.Read | HostOpen.Write;

    [Fact]
    public void MemoryQuota_LastByte_FitsAndOneMoreIsNospc()
    {
        using MemoryTree tree = new(new Quota(100, 10));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create | HostOpen.Read);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[70], 0, out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[70], 50, out uint count));
        Assert.Equal((50U, 100UL, 100UL), (count, FileIO.MustStat(file).Size, tree.Quota.Bytes));
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, new byte[1], 100, out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[100], 0, out _));
        Assert.Equal(Errno.Nospc, FileIO.SetSize(file, 101));
        Assert.Equal(Errno.Nospc, FileIO.Allocate(file, 0, 101));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateLink("l", "x"));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 98));
        Assert.Equal(Errno.Success, tree.Guest.CreateLink("l", "xy"));
        Assert.Equal(100UL, tree.Quota.Bytes);
        file.Release();
    }

    [Fact]
    public void MemoryQuota_HoleInAFile_CountsLikeData()
    {
        using MemoryTree tree = new(new Quota(1000, 10));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create);
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, new byte[1], 1000, out _));
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, new byte[1], long.MaxValue - 1, out _));
        Assert.Equal(Errno.Inval, FileIO.WriteAt(file, new byte[1], long.MaxValue, out _));
        Assert.Equal(Errno.Nospc, FileIO.SetSize(file, long.MaxValue));
        Assert.Equal(0UL, tree.Quota.Bytes);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[5], 999, out uint count));
        Assert.Equal((1U, 1000UL), (count, tree.Quota.Bytes));
        file.Release();
    }

    [Fact]
    public void MemoryQuota_LastEntry_FitsAndOneMoreIsNospc()
    {
        using MemoryTree tree = new(new Quota(100, 3));
        tree.Guest.With("dir/", "file", "dir/link -> x");
        Assert.Equal(Errno.Nospc, tree.Guest.OpenAndClose("new", Create));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateDirectory("new"));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateLink("new", "x"));
        Assert.Equal(Errno.Nospc, tree.Guest.Link("file", "new"));
        Assert.Equal(5UL, tree.Quota.Bytes);
        Assert.Equal(Errno.Success, tree.Guest.Rename("file", "dir/file"));
        Assert.Equal(Errno.Success, tree.Guest.Rename("dir/file", "dir/link"));
        Assert.Equal((4UL, 2UL), (tree.Quota.Bytes, tree.Quota.Entries));
    }

    [Fact]
    public void MemoryQuota_RemovedOpenFile_CountsUntilItIsClosed()
    {
        using MemoryTree tree = new(new Quota(100, 10));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[60], 0, out _));
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("f"));
        Assert.Equal((60UL, 0UL), (tree.Quota.Bytes, tree.Quota.Entries));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[80], 0, out _));
        file.Release();
        Assert.Equal(0UL, tree.Quota.Bytes);
    }

    [Fact]
    public void OverlayQuota_FileChanged_CountsTheCopy()
    {
        using OverlayTree tree = new(new Quota(100, 4));
        tree.Lower.With("dir/", "link -> file");
        OpenFileDescription lower = tree.Lower.MustOpen("file", Create);
        Assert.Equal(Errno.Success, FileIO.WriteAt(lower, new byte[80], 0, out _));
        lower.Release();

        OpenFileDescription file = tree.Guest.MustOpen("file", ReadWrite);
        Assert.Equal(Errno.Success, FileIO.ReadAll(file, out _));
        Assert.Equal((0UL, 0UL), (tree.Quota.Bytes, tree.Quota.Entries));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[1], 0, out _));
        Assert.Equal(80UL, tree.Quota.Bytes);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[40], 80, out uint count));
        Assert.Equal((20U, 100UL), (count, tree.Quota.Bytes));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 10));
        file.Release();
        Assert.Equal((10UL, 0UL), (tree.Quota.Bytes, tree.Quota.Entries));

        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("file"));
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("link"));
        Assert.Equal(Errno.Success, tree.Guest.Rename("dir", "moved"));
        Assert.Equal((0UL, 1UL), (tree.Quota.Bytes, tree.Quota.Entries));
        tree.Guest.With("dir", "file", "link");
        Assert.Equal((11UL, 4UL), (tree.Quota.Bytes, tree.Quota.Entries));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateDirectory("more"));
        Assert.Equal(80UL, tree.Lower.MustStat("file").Size);
    }

    [Fact]
    public void OverlayQuota_FileTooLargeToCopy_IsNospc()
    {
        using OverlayTree tree = new(new Quota(10, 4));
        tree.Lower.With("longer-than-ten");
        OpenFileDescription file = tree.Guest.MustOpen("longer-than-ten", ReadWrite);
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, new byte[1], 0, out _));
        Assert.Equal(Errno.Nospc, FileIO.SetSize(file, 11));
        Assert.Equal(0UL, tree.Quota.Bytes);
        Assert.Equal("longer-than-ten", tree.Guest.MustReadText("longer-than-ten"));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 10));
        Assert.Equal((10UL, "longer-tha"), (tree.Quota.Bytes, tree.Guest.MustReadText("longer-than-ten")));
        file.Release();
        Assert.Equal(Errno.Success, tree.Guest.OpenAndClose("longer-than-ten", HostOpen.Truncate));
        Assert.Equal(0UL, tree.Quota.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MemoryAndOverlayQuota_RandomOperations_CountExactly(int seed)
    {
        Random random = new(seed);
        using MemoryTree memory = new(new Quota(3000, 12));
        using OverlayTree overlay = new(new Quota(3000, 12));
        List<OpenFileDescription> open = [];
        foreach ((GuestFiles guest, Quota quota) in new[] { (memory.Guest, memory.Quota), (overlay.Guest, overlay.Quota) })
        {
            for (int step = 0; step < 1500; step++)
            {
                MakeRandomChange(guest, random, open);
                (ulong bytes, HashSet<ulong> seen, ulong entries) = (0, [], 0);
                Count(guest, ".", ref bytes, ref entries, seen);
                foreach (OpenFileDescription file in open)
                {
                    Filestat stat = FileIO.MustStat(file);
                    bytes += seen.Add(stat.Ino) ? stat.Size : 0;
                }

                Assert.Equal((bytes, entries), (quota.Bytes, quota.Entries));
                Assert.True(bytes <= 3000 && entries <= 12);
            }

            open.ForEach(static file => file.Release());
            open.Clear();
        }
    }

    [Theory]
    [InlineData(Resolver.Kernel)]
    [InlineData(Resolver.Portable)]
    public void HostFile_AtMaxFileSize_IsFbig(Resolver resolver)
    {
        using HostTree tree = new(resolver, new HostLimits(100, new Quota(250)));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[70], 50, out uint count));
        Assert.Equal((50U, 100UL), (count, FileIO.MustStat(file).Size));
        Assert.Equal(Errno.Fbig, FileIO.WriteAt(file, new byte[1], 100, out _));
        Assert.Equal(Errno.Fbig, FileIO.WriteAt(file, new byte[1], long.MaxValue - 1, out _));
        Assert.Equal(Errno.Inval, FileIO.WriteAt(file, new byte[1], long.MaxValue, out _));
        Assert.Equal(Errno.Fbig, FileIO.SetSize(file, 101));
        Assert.Equal(Errno.Fbig, FileIO.Allocate(file, 1, 100));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 95));
        file.Flags = Fdflags.Append;
        Assert.Equal(Errno.Success, FileIO.Write(file, new byte[10], out count));
        Assert.Equal((5U, 100UL), (count, FileIO.MustStat(file).Size));
        Assert.Equal(Errno.Fbig, FileIO.Write(file, new byte[1], out _));
        Assert.Equal(100L, new FileInfo(Path.Combine(tree.Jail, "f")).Length);
        file.Release();
    }

    [Fact]
    public void HostQuota_BytesWritten_AreCountedAndNeverReleased()
    {
        Quota written = new(100);
        using HostTree tree = new(Resolver.Kernel, new HostLimits(Written: written));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create);
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[60], 0, out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, [], 0, out _));
        Assert.Equal(60UL, written.Bytes);
        file.Release();
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("f"));
        file = tree.Guest.MustOpen("g", Create);
        Assert.Equal(Errno.Success, FileIO.Write(file, new byte[60], out uint count));
        Assert.Equal((40U, 100UL), (count, written.Bytes));
        Assert.Equal(Errno.Nospc, FileIO.Write(file, new byte[1], out _));
        Assert.Equal(Errno.Nospc, FileIO.Allocate(file, 0, 1));
        file.Release();
    }

    [Fact]
    public void HostQuota_AllocatedBytes_CountAsWritten()
    {
        Quota written = new(100_000);
        using HostTree tree = new(Resolver.Kernel, new HostLimits(Written: written));
        OpenFileDescription file = tree.Guest.MustOpen("f", Create);
        Errno error = FileIO.Allocate(file, 0, 60_000);
        if (error != Errno.Notsup)
        {
            Assert.Equal((Errno.Success, 60_000UL), (error, written.Bytes));
            Assert.Equal(Errno.Nospc, FileIO.Allocate(file, 0, 60_000));
            Assert.Equal((60_000UL, 60_000UL), (written.Bytes, FileIO.MustStat(file).Size));
        }

        file.Release();
    }

    [Theory]
    [InlineData(Resolver.Kernel)]
    [InlineData(Resolver.Walker)]
    [InlineData(Resolver.Portable)]
    public void HostQuota_EntriesBeyondIt_AreNospc(Resolver resolver)
    {
        Quota names = new(maxEntries: 4);
        using HostTree tree = new(resolver, new HostLimits(Written: names));
        tree.Guest.With("a/", "file", "link -> b/new");
        Assert.Equal(3UL, names.Entries);
        Assert.Equal(Errno.Exist, tree.Guest.CreateDirectory("a"));
        Assert.Equal(Errno.Exist, tree.Guest.CreateLink("file", "x"));
        Assert.Equal(Errno.Exist, tree.Guest.OpenAndClose("file", Create | HostOpen.Exclusive));
        Assert.Equal(Errno.Success, tree.Guest.OpenAndClose("file", Create | HostOpen.Truncate));
        Assert.Equal(Errno.Noent, tree.Guest.OpenAndClose("link", Create | HostOpen.Follow));
        Assert.Equal(3UL, names.Entries);

        Assert.Equal(Errno.Success, tree.Guest.CreateDirectory("b"));
        Assert.Equal(Errno.Nospc, tree.Guest.OpenAndClose("link", Create | HostOpen.Follow));
        Assert.Equal(Errno.Nospc, tree.Guest.OpenAndClose("new", Create));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateDirectory("c"));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateLink("c", "x"));
        Assert.Equal(Errno.Nospc, tree.Guest.Link("file", "c"));
        Assert.Equal(["a", "b", "file", "link"], tree.Guest.List("."));

        Assert.Equal(Errno.Success, tree.Guest.Rename("a", "b"));
        Assert.Equal(Errno.Success, tree.Guest.Rename("b", "d"));
        Assert.Equal(3UL, names.Entries);
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("link"));
        Assert.Equal(Errno.Success, tree.Guest.RemoveDirectory("d"));
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("file"));
        Assert.Equal(0UL, names.Entries);
    }

    [Fact]
    public void HostQuota_RemovedEntryOfTheHost_ReleasesNothing()
    {
        Quota names = new(maxEntries: 1);
        using HostTree tree = new(Resolver.Kernel, new HostLimits(Written: names));
        File.WriteAllText(Path.Combine(tree.Jail, "old"), "");
        Assert.Equal(Errno.Success, tree.Guest.RemoveFile("old"));
        Assert.Equal(Errno.Success, tree.Guest.CreateDirectory("a"));
        Assert.Equal(Errno.Nospc, tree.Guest.CreateDirectory("b"));
    }

    [Fact]
    public void HostQuota_RandomOperations_CountsEntriesExactly()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Quota names = new(maxEntries: 12);
            using HostTree tree = new(seed % 2 == 0 ? Resolver.Kernel : Resolver.Walker, new HostLimits(Written: names));
            Random random = new(seed);
            List<OpenFileDescription> open = [];
            for (int i = 0; i < 200; i++)
            {
                MakeRandomChange(tree.Guest, random, open);
                (ulong bytes, ulong entries) = (0, 0);
                Count(tree.Guest, ".", ref bytes, ref entries, []);
                Assert.Equal(entries, names.Entries);
            }

            open.ForEach(static file => file.Release());
        }
    }

    private static void MakeRandomChange(GuestFiles guest, Random random, List<OpenFileDescription> open)
    {
        string path = CreateRandomPath(random);
        switch (random.Next(11))
        {
            case 0:
                guest.CreateDirectory(path);
                break;
            case 1:
                guest.CreateLink(path, new string('t', random.Next(1, 300)));
                break;
            case 2:
                guest.Link(path, CreateRandomPath(random));
                break;
            case 3:
            case 4:
                guest.Rename(path, CreateRandomPath(random));
                break;
            case 5:
                guest.RemoveFile(path);
                break;
            case 6:
                guest.RemoveDirectory(path);
                break;
            case 7 when open.Count > 0:
                int index = random.Next(open.Count);
                open[index].Release();
                open.RemoveAt(index);
                break;
            case 8 when open.Count > 0:
                FileIO.SetSize(open[random.Next(open.Count)], (ulong)random.Next(2000));
                break;
            case 9 when open.Count > 0:
                FileIO.WriteAt(open[random.Next(open.Count)], new byte[random.Next(900)], (ulong)random.Next(1500), out _);
                break;
            default:
                HostOpen mode = Create | (random.Next(3) == 0 ? HostOpen.Truncate : 0);
                if (open.Count < 5 && guest.Open(path, mode, out OpenFileDescription? file) == Errno.Success)
                {
                    open.Add(file!);
                }

                break;
        }
    }

    private static string CreateRandomPath(Random random) =>
        string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abc"[random.Next(3)]));

    private static void Count(GuestFiles guest, string path, ref ulong bytes, ref ulong entries, HashSet<ulong> seen)
    {
        foreach (string name in guest.List(path))
        {
            Filestat stat = guest.MustStat($"{path}/{name}");
            entries++;
            if (stat.Filetype == Filetype.Directory)
            {
                Count(guest, $"{path}/{name}", ref bytes, ref entries, seen);
            }
            else
            {
                bytes += seen.Add(stat.Ino) ? stat.Size : 0;
            }
        }
    }
}
