using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>Nested epoll descriptors: depth, cost, cancellation, and the entries of closed files.</summary>
public sealed class EpollNestingTests : IDisposable
{
    private const int MaxLevels = 5;

    private static readonly EpollEvent s_readable = new(EpollType.Epollin, new EpollData(0, new Fd(4), 7, 0));

    private readonly ProcessShutdown _shutdown = new(cancellable: true);
    private readonly Waiter _waiter;

    public EpollNestingTests() => _waiter = new(_shutdown, new WasiClock(TimeProvider.System));

    public void Dispose() => _waiter.Dispose();

    [Fact]
    public void EpollAdd_SixthLevelBelow_IsLoop()
    {
        OpenFileDescription[] lists = CreateLists(MaxLevels + 1);
        for (int i = 0; i < MaxLevels - 1; i++)
        {
            Assert.Equal(Errno.Success, Add(lists[i], lists[i + 1]));
        }

        Assert.Equal(Errno.Loop, Add(lists[MaxLevels - 1], lists[MaxLevels]));
        Assert.Empty(Entries(lists[MaxLevels - 1]));
        Assert.Empty(lists[MaxLevels].EpollEntries);
    }

    [Fact]
    public void EpollAdd_SixthLevelAbove_IsLoop()
    {
        OpenFileDescription[] lists = CreateLists(MaxLevels + 1);
        for (int i = MaxLevels; i > 1; i--)
        {
            Assert.Equal(Errno.Success, Add(lists[i - 1], lists[i]));
        }

        Assert.Equal(Errno.Loop, Add(lists[0], lists[1]));
    }

    [Fact]
    public void EpollAdd_JoinsTwoChainsOfThreeLevels_IsLoop()
    {
        OpenFileDescription[] lists = CreateLists(6);
        foreach (int i in new[] { 0, 1, 3, 4 })
        {
            Assert.Equal(Errno.Success, Add(lists[i], lists[i + 1]));
        }

        Assert.Equal(Errno.Loop, Add(lists[2], lists[3]));
        Assert.Equal(Errno.Success, Add(lists[1], lists[3]));
    }

    [Fact]
    public void EpollWait_EventInTheFifthLevel_IsReported()
    {
        OpenFileDescription[] lists = CreateLists(MaxLevels);
        for (int i = 0; i < MaxLevels - 1; i++)
        {
            Assert.Equal(Errno.Success, Add(lists[i], lists[i + 1]));
        }

        OpenFileDescription file = new(new EventInode(1, false));
        Assert.Equal(Errno.Success, Add(lists[^1], file));
        Assert.Equal(1, Wait(lists[0]));
        file.Release();
        Assert.Equal(0, Wait(lists[0]));
    }

    /// <summary>An edge-triggered list reports a nested list once for each event in it, as on Linux.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(MaxLevels, false)]
    [InlineData(MaxLevels, true)]
    public void EpollWait_EdgeTriggeredNestedEvents_ReportsEachOnce(int levels, bool areAllEdgeTriggered)
    {
        const EpollType Edge = EpollType.Epollin | EpollType.Epollet;
        OpenFileDescription[] lists = CreateLists(levels);
        OpenFileDescription file = new(new EventInode(0, false));
        OpenFileDescription other = new(new EventInode(0, false));
        for (int i = 0; i < levels; i++)
        {
            EpollEvent watched = s_readable with { Events = i == 0 || areAllEdgeTriggered ? Edge : EpollType.Epollin };
            Assert.Equal(Errno.Success, Add(lists[i], i < levels - 1 ? lists[i + 1] : file, watched));
        }

        Assert.Equal(Errno.Success, Add(lists[^1], other));
        Assert.Equal(0, Wait(lists[0]));
        foreach (OpenFileDescription written in new[] { file, file, other })
        {
            Signal(written);
            Assert.Equal((1, 0), (Wait(lists[0]), Wait(lists[0])));
        }

        // An event that the nested list has already reported is still an event of the outer list.
        Signal(file);
        Assert.InRange(Wait(lists[^1]), 1, 2);
        Assert.Equal((1, 0), (Wait(lists[0]), Wait(lists[0])));
    }

    [Fact]
    public void EpollWait_NestedListWaitsAfterTheReport_DoesNotReportAgain()
    {
        OpenFileDescription[] lists = CreateLists(2);
        OpenFileDescription file = new(new EventInode(0, false));
        Assert.Equal(Errno.Success, Add(lists[0], lists[1], s_readable with { Events = EpollType.Epollin | EpollType.Epollet }));
        Assert.Equal(Errno.Success, Add(lists[1], file));
        Signal(file);
        Assert.Equal((1, 1, 0), (Wait(lists[0]), Wait(lists[1]), Wait(lists[0])));
        FileIO.Read(file, new byte[8], out _);
        Assert.Equal((0, 0), (Wait(lists[1]), Wait(lists[0])));
        Signal(file);
        Assert.Equal((1, 0), (Wait(lists[0]), Wait(lists[0])));
    }

    [Fact]
    public void EpollWait_EveryListContainsEveryListOfTheNextLevel_PollsEachOnce()
    {
        const int Width = 10;
        OpenFileDescription[][] levels = [.. Enumerable.Range(0, MaxLevels).Select(_ => CreateLists(Width))];
        CountingInode leaf = new();
        OpenFileDescription file = new(leaf);
        Assert.All(levels[^1], list => Assert.Equal(Errno.Success, Add(list, file)));
        for (int level = 0; level < MaxLevels - 1; level++)
        {
            Assert.All(levels[level], outer => Assert.All(levels[level + 1], inner => Assert.Equal(Errno.Success, Add(outer, inner))));
        }

        Assert.Equal(0, Wait(levels[0][0]));
        Assert.InRange(leaf.Polls, Width, 2 * Width);
    }

    [Fact]
    public void EpollWait_Cancelled_StopsBetweenEntries()
    {
        OpenFileDescription list = CreateLists(1)[0];
        CountingInode inode = new() { OnPoll = () => _shutdown.Cancel(new CancellationToken(canceled: true)) };
        OpenFileDescription file = new(inode);
        for (uint fd = 0; fd < 1000; fd++)
        {
            Assert.Equal(Errno.Success, ((EpollInode)list.Inode).Control(EpollCtl.Add, new Fd(fd), file, s_readable));
        }

        Assert.ThrowsAny<OperationCanceledException>(() => Wait(list));
        Assert.Equal(1, inode.Polls);
    }

    [Fact]
    public void EpollWait_ManyEntriesOfOneFile_IsLinear()
    {
        // A quadratic algorithm takes minutes for this many entries.
        const uint Count = 300_000;
        OpenFileDescription list = CreateLists(1)[0];
        OpenFileDescription file = new(new EventInode(0, false));
        for (uint fd = 0; fd < Count; fd++)
        {
            Assert.Equal(Errno.Success, ((EpollInode)list.Inode).Control(EpollCtl.Add, new Fd(fd), file, s_readable));
        }

        Assert.Equal(0, Wait(list));
        file.Release();
        Assert.Empty(Entries(list));
    }

    [Fact]
    public void EpollChain_EachListClosedAfterItWasAdded_IsCollected()
    {
        const int Count = 75_000;
        OpenFileDescription last = new(new EpollInode());
        WeakReference middle = CreateChain(ref last, Count);
        GC.Collect();
        Assert.False(middle.IsAlive);
        Assert.Empty(Entries(last));
        Assert.Equal(0, Wait(last));
    }

    [Fact]
    public void EpollEntry_LastDescriptorClosed_IsRemoved()
    {
        DescriptorTable table = new(8);
        OpenFileDescription list = CreateLists(1)[0];
        OpenFileDescription file = new(new EventInode(1, false));
        Assert.Equal(Errno.Success, table.Insert(new Descriptor(file), out Fd fd));
        Assert.Equal(Errno.Success, table.Duplicate(fd, 0, false, out Fd duplicate));
        Assert.Equal(Errno.Success, Add(list, file));
        Assert.Equal(Errno.Success, table.Remove(fd));
        Assert.Equal(1, Wait(list));
        Assert.Equal(Errno.Success, table.Remove(duplicate));
        Assert.Empty(Entries(list));
        Assert.Equal(Errno.Badf, Add(list, file));
        Assert.Empty(file.EpollEntries);
    }

    [Fact]
    public void EpollList_Closed_IsRemovedFromTheWatchedFiles()
    {
        OpenFileDescription list = CreateLists(1)[0];
        OpenFileDescription file = new(new EventInode(1, false));
        Assert.Equal(Errno.Success, Add(list, file));
        Assert.Single(file.EpollEntries);
        list.Release();
        Assert.Empty(file.EpollEntries);
        Assert.Equal(Errno.Badf, Add(list, file));
        Assert.Empty(file.EpollEntries);
    }

    [Fact]
    public async Task EpollWait_ListClosedByAnotherThread_IsBadf()
    {
        OpenFileDescription list = CreateLists(1)[0];
        using ManualResetEventSlim polled = new();
        Assert.Equal(Errno.Success, Add(list, new OpenFileDescription(new CountingInode { OnPoll = polled.Set })));
        Task<Errno> waiting = Task.Run(() => ((EpollInode)list.Inode).Wait(new EpollEvent[1], null, _waiter, out _));
        polled.Wait(TestContext.Current.CancellationToken);
        list.Release();
        Assert.Equal(Errno.Badf, await waiting);
    }

    [Fact]
    public async Task EpollCtl_RandomChangesOnSeveralThreads_KeepsTheDepthLimit()
    {
        OpenFileDescription[] lists = CreateLists(12);
        OpenFileDescription file = new(new EventInode(0, false));
        Task[] threads = [.. Enumerable.Range(0, 4).Select(seed => Task.Run(
            () =>
            {
                Random random = new(seed);
                using Waiter waiter = new(_shutdown, new WasiClock(TimeProvider.System));
                for (int i = 0; i < 10_000; i++)
                {
                    OpenFileDescription outer = lists[random.Next(lists.Length)];
                    OpenFileDescription inner = random.Next(4) == 0 ? file : lists[random.Next(lists.Length)];
                    EpollInode list = (EpollInode)outer.Inode;
                    _ = random.Next(3) switch
                    {
                        0 => list.Control(EpollCtl.Add, new Fd(1), inner, s_readable),
                        1 => list.Control(EpollCtl.Del, new Fd(1), inner, default),
                        _ => list.Wait(new EpollEvent[1], 0, waiter, out _),
                    };
                }
            },
            TestContext.Current.CancellationToken))];
        await Task.WhenAll(threads);
        Assert.InRange(lists.Max(Depth), 1, MaxLevels);
        Array.ForEach(lists, static list => list.Release());
        Assert.Empty(file.EpollEntries);
        Assert.All(lists, static list => Assert.Empty(list.EpollEntries));
    }

    private static int Depth(OpenFileDescription file) =>
        file.Inode is EpollInode list ? 1 + list.Entries.Select(static entry => Depth(entry.File)).DefaultIfEmpty().Max() : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CreateChain(ref OpenFileDescription last, int count)
    {
        WeakReference? middle = null;
        for (int i = 0; i < count; i++)
        {
            OpenFileDescription next = new(new EpollInode());
            Assert.Equal(Errno.Success, Add(next, last));
            last.Release();
            last = next;
            middle = i == count / 2 ? new WeakReference(next) : middle;
        }

        return middle!;
    }

    private static OpenFileDescription[] CreateLists(int count) =>
        [.. Enumerable.Range(0, count).Select(static _ => new OpenFileDescription(new EpollInode()))];

    private static EpollEntry[] Entries(OpenFileDescription list) => ((EpollInode)list.Inode).Entries;

    private static Errno Add(OpenFileDescription list, OpenFileDescription file) => Add(list, file, s_readable);

    private static Errno Add(OpenFileDescription list, OpenFileDescription file, EpollEvent watched) =>
        ((EpollInode)list.Inode).Control(EpollCtl.Add, new Fd(4), file, watched);

    private static void Signal(OpenFileDescription file) =>
        Assert.Equal(Errno.Success, FileIO.Write(file, BitConverter.GetBytes(1UL), out _));

    private int Wait(OpenFileDescription list)
    {
        Assert.Equal(Errno.Success, ((EpollInode)list.Inode).Wait(new EpollEvent[4], 0, _waiter, out int count));
        return count;
    }

    /// <summary>An inode that is never ready, and counts how often it is polled.</summary>
    private sealed class CountingInode : Inode
    {
        internal int Polls { get; private set; }

        internal Action? OnPoll { get; init; }

        internal override Filetype Filetype => Filetype.Unknown;

        internal override Rights Rights => RightsTable.Event;

        internal override Errno GetStat(out Filestat stat)
        {
            stat = default;
            return Errno.Success;
        }

        internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
        {
            Polls++;
            OnPoll?.Invoke();
            return default;
        }
    }
}
