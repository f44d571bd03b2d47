using System;
using System.Linq;
using CsCheck;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Paths;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Memory;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Memory;

/// <summary>Snapshots of a directory in memory, and their views, which share all unchanged contents.</summary>
public sealed class SnapshotTests
{
    private static readonly string[] s_content =
        ["a/", "a/a/", "a/b/", "a/b/a", "a/ab", "b/", "b/a", "ab", "ba/", "link -> a/b", "up -> a/../b/a"];

    private static readonly Gen<string> s_path =
        Gen.OneOfConst("a", "b", "ab", "ba", "a/a", "a/b", "a/b/a", "b/a", "link", "up", "a/", "../", "/").Array[1, 3]
            .Select(string.Concat);

    private static readonly Gen<(int Operation, string Path, string Other)[]> s_plan =
        Gen.Select(Gen.Int[0, ModelOperations.All.Count - 1], s_path, s_path).Array[20, 60];

    [Fact]
    public void View_RandomOperations_EqualsAMemoryDirectory() => s_plan.Sample(static plan =>
    {
        using SnapshotTree view = new(s_content);
        using MemoryTree memory = new();
        memory.Guest.With(s_content);
        ResolverTests.Compare(plan, ("memory", memory), ("view", view));
    }, iter: 200, threads: 1);

    /// <summary>Continues after a snapshot of a changed view, so that images of images are used.</summary>
    [Fact]
    public void Views_OfChangedViews_EqualTheirState() => s_plan.Sample(static plan =>
    {
        WasiMemoryDirectory directory = WasiDirectory.CreateInMemory();
        SnapshotTree.GetFiles(directory).With(s_content);
        for (int i = 0; i < plan.Length; i++)
        {
            _ = ModelOperations.All[plan[i].Operation].Run(SnapshotTree.GetFiles(directory), plan[i].Path, plan[i].Other);
            if (i % 4 == 0)
            {
                string before = new DirectoryDump(SnapshotTree.GetFiles(directory)).WithTimes;
                directory = directory.CreateSnapshot().CreateView();
                Assert.Equal(before, new DirectoryDump(SnapshotTree.GetFiles(directory)).WithTimes);
            }
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void DirectoryAndViews_Changed_DoNotAffectEachOther()
    {
        WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
        source.WriteFile("d/f", "first"u8);
        OpenFileDescription open = SnapshotTree.GetFiles(source).MustOpen("d/f");
        WasiMemorySnapshot snapshot = source.CreateSnapshot();
        WasiMemoryDirectory view = snapshot.CreateView();
        WasiMemoryDirectory other = snapshot.CreateView();
        Assert.Equal(Errno.Success, FileIO.WriteAt(open, "SOURCE"u8.ToArray(), 0, out _));
        view.WriteFile("d/f", "view"u8);
        view.WriteFile("new", "x"u8);
        Assert.Equal("SOURCE"u8, source.ReadFile("d/f"));
        Assert.Equal("view"u8, view.ReadFile("d/f"));
        Assert.Equal("first"u8, other.ReadFile("d/f"));
        Assert.Equal("first"u8, snapshot.CreateView().ReadFile("d/f"));
        Assert.False(other.Exists("new") || source.Exists("new"));
        source.Delete("d");
        Assert.Equal("first"u8, other.ReadFile("d/f"));
        open.Release();
    }

    [Fact]
    public void View_WriteOfOneByte_CountsOnePage()
    {
        WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
        source.WriteFile("f", new byte[10 * Pages.PageSize]);
        WasiMemoryDirectory view = source.CreateSnapshot().CreateView(new WasiQuota { MaxBytes = Pages.PageSize, MaxEntries = 1 });
        GuestFiles files = SnapshotTree.GetFiles(view);
        OpenFileDescription file = files.MustOpen("f");
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, [1], (5 * Pages.PageSize) + 7, out _));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, new byte[Pages.PageSize], 5 * Pages.PageSize, out _));
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, [1], 0, out _));
        Assert.Equal(Errno.Nospc, FileIO.WriteAt(file, [1], 10 * Pages.PageSize, out _));
        Assert.Equal(Errno.Success, FileIO.SetSize(file, 5 * Pages.PageSize));
        Assert.Equal(Errno.Success, FileIO.WriteAt(file, [1], 0, out _));
        file.Release();

        // Names of the snapshot do not count. A removed one returns nothing.
        Assert.Equal(Errno.Success, files.WriteText("new", ""));
        Assert.Equal(Errno.Nospc, files.WriteText("more", ""));
        Assert.Equal(Errno.Success, files.RemoveFile("f"));
        Assert.Equal(Errno.Nospc, files.WriteText("more", ""));
        Assert.Equal(Errno.Success, files.RemoveFile("new"));
        Assert.Equal(Errno.Success, files.WriteText("more", new string('x', Pages.PageSize)));
    }

    [Fact]
    public void CreateView_LargeSnapshot_AllocatesTheSameAsForASmallOne()
    {
        long small = MeasureView(10);
        long large = MeasureView(10_000);
        Assert.Equal(small, large);

        static long MeasureView(int count)
        {
            WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
            for (int i = 0; i < count; i++)
            {
                source.WriteFile($"d/{i}", "text"u8);
            }

            WasiMemorySnapshot snapshot = source.CreateSnapshot();
            _ = snapshot.CreateView();
            long before = GC.GetAllocatedBytesForCurrentThread();
            _ = snapshot.CreateView();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>After many views of views, a view shares the frozen pages of the first one, and has no chain of others.</summary>
    [Fact]
    public void ViewOfAView_ManyTimes_DoesNotDeepen()
    {
        WasiMemoryDirectory view = WasiDirectory.CreateInMemory();
        view.WriteFile("kept", new byte[3 * Pages.PageSize]);
        view.WriteFile("changed", new byte[3 * Pages.PageSize]);
        FrozenPages kept = GetPages(view, "kept");
        byte[] lastPage = GetPages(view, "changed").Pages[2];
        for (int i = 0; i < 100; i++)
        {
            view = view.CreateSnapshot().CreateView();
            OpenFileDescription file = SnapshotTree.GetFiles(view).MustOpen("changed");
            Assert.Equal(Errno.Success, FileIO.WriteAt(file, [(byte)i], 0, out _));
            file.Release();
        }

        Assert.Same(kept, GetPages(view, "kept"));
        FrozenPages changed = GetPages(view, "changed");
        Assert.Equal(3, changed.Pages.Count);
        Assert.Same(lastPage, changed.Pages[2]);
        Assert.Equal(99, view.ReadFile("changed")[0]);

        static FrozenPages GetPages(WasiMemoryDirectory directory, string name)
        {
            MemoryVolume volume = new(new(), new(TimeProvider.System));
            MemoryDirectoryNode node = new(volume, directory.Freeze());
            lock (volume.NamesLock)
            {
                Assert.True(node.TryGet(System.Text.Encoding.UTF8.GetBytes(name), out MemoryNode? file));
                return ((FileImage)file.Freeze()).Pages;
            }
        }
    }

    [Fact]
    public void View_HardLinks_StayOneFile()
    {
        WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
        SnapshotTree.GetFiles(source).With("d/", "d/f", "l -> d/f");
        Assert.Equal(Errno.Success, SnapshotTree.GetFiles(source).Link("d/f", "g"));
        Assert.Equal(Errno.Success, SnapshotTree.GetFiles(source).Link("l", "m"));
        WasiMemoryDirectory view = source.CreateSnapshot().CreateView();
        GuestFiles files = SnapshotTree.GetFiles(view);
        Assert.Equal((files.MustStat("g").Ino, 2UL), (files.MustStat("d/f").Ino, files.MustStat("d/f").Nlink));
        Assert.Equal((files.MustStat("l").Ino, 2UL), (files.MustStat("m").Ino, files.MustStat("m").Nlink));
        view.WriteFile("g", "changed"u8);
        Assert.Equal("changed"u8, view.ReadFile("d/f"));
        files.RemoveFile("g");
        Assert.Equal(1UL, files.MustStat("d/f").Nlink);
        Assert.Equal("changed"u8, view.CreateSnapshot().CreateView().ReadFile("d/f"));
    }

    /// <summary>A guest chooses the depth of a tree. Nothing may recurse over it.</summary>
    [Fact]
    public void DeepTree_SnapshotCopyAndDeletion_DoNotRecurse()
    {
        const int Depth = 20_000;
        WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
        DirectoryInode directory = source.Open(default);
        for (int i = 0; i < Depth; i++)
        {
            Assert.Equal(Errno.Success, directory.CreateDirectory("d"u8));
            Assert.Equal(Errno.Success, directory.Open("d"u8, HostOpen.Read | HostOpen.Directory, out Inode? below));
            directory = (DirectoryInode)below!;
        }

        WasiMemoryDirectory view = source.CreateSnapshot().CreateView();
        WasiMemoryDirectory copy = WasiDirectory.CreateInMemory();
        view.CopyTo(copy);
        Assert.Equal(Depth, MeasureDepth(copy));
        copy.Delete("d");
        Assert.Empty(copy.List());
        Assert.Equal(Depth, MeasureDepth(view.CreateSnapshot().CreateView()));

        static int MeasureDepth(WasiDirectory tree)
        {
            DirectoryInode at = tree.Open(default);
            int depth = 0;
            for (; at.Open("d"u8, HostOpen.Read | HostOpen.Directory, out Inode? below) == Errno.Success; depth++)
            {
                at = (DirectoryInode)below!;
            }

            return depth;
        }
    }

    [Fact]
    public void View_InodeNumbers_AreThoseOfTheSnapshotAndNewOnes()
    {
        WasiMemoryDirectory source = WasiDirectory.CreateInMemory();
        SnapshotTree.GetFiles(source).With("a", "b");
        GuestFiles view = SnapshotTree.GetFiles(source.CreateSnapshot().CreateView());
        ulong[] expected = [.. new[] { "a", "b" }.Select(name => SnapshotTree.GetFiles(source).MustStat(name).Ino)];
        view.With("c", "d", "e");
        Assert.Equal((expected[0], expected[1]), (view.MustStat("a").Ino, view.MustStat("b").Ino));
        Assert.Equal(6, new[] { ".", "a", "b", "c", "d", "e" }.Select(name => view.MustStat(name).Ino).Distinct().Count());
    }
}
