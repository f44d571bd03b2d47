using System;
using System.Linq;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>Event descriptors and epoll lists without an engine.</summary>
public sealed class EventAndEpollTests : IDisposable
{
    private readonly ProcessShutdown _shutdown = new();
    private readonly Waiter _waiter;

    public EventAndEpollTests() => _waiter = new(_shutdown, new WasiClock(TimeProvider.System));

    public void Dispose() => _waiter.Dispose();

    [Theory]
    [InlineData(false, 5UL, 0UL)]
    [InlineData(true, 1UL, 4UL)]
    public void EventFd_Read_ReturnsTheCounterOrOne(bool isSemaphore, ulong first, ulong left)
    {
        OpenFileDescription file = new(new EventInode(2, isSemaphore), flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Success, Write(file, 3));
        Assert.Equal((Errno.Success, first), Read(file));
        for (; left > 0; left--)
        {
            Assert.Equal((Errno.Success, 1UL), Read(file));
        }

        Assert.Equal((Errno.Again, 0UL), Read(file));
    }

    [Fact]
    public void EventFd_WriteBeyondTheMaximum_IsAgain()
    {
        OpenFileDescription file = new(new EventInode(ulong.MaxValue - 2, false), flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Inval, Write(file, ulong.MaxValue));
        Assert.Equal(Errno.Again, Write(file, 2));
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Equal((Errno.Success, ulong.MaxValue - 1), Read(file));
        byte[] bytes = new byte[7];
        Assert.Equal(Errno.Inval, file.Inode.Read(file, new(new GuestMemory(bytes), new IoVector[] { new(0, 7) }), _waiter, out _));
    }

    [Fact]
    public async Task EventFd_WrittenWhileAReaderWaits_WakesTheReader()
    {
        OpenFileDescription file = new(new EventInode(0, false));
        Task<(Errno, ulong)> reading = Task.Run(() => Read(file));
        using Waiter other = new(_shutdown, new WasiClock(TimeProvider.System));
        Assert.Equal(Errno.Success, Write(file, 4, other));
        Assert.Equal((Errno.Success, 4UL), await reading);
    }

    [Fact]
    public void Epoll_LevelTriggered_ReportsWhileReady()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin);
        Assert.Equal([], Wait(epoll));
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Equal([(EpollType.Epollin, 7u)], Wait(epoll));
        Assert.Equal([(EpollType.Epollin, 7u)], Wait(epoll));
        _ = Read(file);
        Assert.Equal([], Wait(epoll));
    }

    [Fact]
    public void Epoll_EdgeTriggered_ReportsEachWriteOnce()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin | EpollType.Epollet);
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Equal([(EpollType.Epollin, 7u)], Wait(epoll));
        Assert.Equal([], Wait(epoll));
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Equal([(EpollType.Epollin, 7u)], Wait(epoll));
    }

    [Fact]
    public void Epoll_OneShot_ReportsAgainOnlyAfterMod()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin | EpollType.Epolloneshot);
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Single(Wait(epoll));
        Assert.Equal([], Wait(epoll));
        Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Mod, new Fd(4), file, Event(EpollType.Epollin)));
        Assert.Single(Wait(epoll));
    }

    [Fact]
    public void EpollCtl_ExistingOrMissingEntry_IsExistOrNoent()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin);
        Assert.Equal(Errno.Exist, epoll.Control(EpollCtl.Add, new Fd(4), file, Event(EpollType.Epollin)));
        Assert.Equal(Errno.Noent, epoll.Control(EpollCtl.Mod, new Fd(5), file, Event(EpollType.Epollin)));
        Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Del, new Fd(4), file, default));
        Assert.Equal(Errno.Noent, epoll.Control(EpollCtl.Del, new Fd(4), file, default));
    }

    [Fact]
    public void Epoll_FileClosed_RemovesItsEntry()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin);
        Assert.Equal(Errno.Success, Write(file, 1));
        file.Release();
        Assert.Equal([], Wait(epoll));
    }

    [Fact]
    public void Epoll_NestedInACycle_IsLoop()
    {
        (EpollInode inner, OpenFileDescription file) = CreateWatching(EpollType.Epollin);
        EpollInode outer = new();
        Assert.Equal(Errno.Success, outer.Control(EpollCtl.Add, new Fd(9), new OpenFileDescription(inner), Event(EpollType.Epollin)));
        Assert.Equal(Errno.Loop, inner.Control(EpollCtl.Add, new Fd(9), new OpenFileDescription(outer), Event(EpollType.Epollin)));
        Assert.Equal(Errno.Inval, inner.Control(EpollCtl.Add, new Fd(9), new OpenFileDescription(inner), Event(EpollType.Epollin)));
        Assert.Equal([], Wait(outer));
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Single(Wait(outer));
    }

    [Fact]
    public void Epoll_MoreReadyEntriesThanCapacity_ReportsEachInTurn()
    {
        EpollInode epoll = new();
        for (uint number = 0; number < 3; number++)
        {
            EpollEvent watched = new(EpollType.Epollin, new EpollData(0, new Fd(number), number, 0));
            OpenFileDescription file = new(new EventInode(1, false));
            Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Add, new Fd(number), file, watched));
        }

        Assert.Equal([0u, 1u, 2u], Enumerable.Range(0, 3).Select(_ => Wait(epoll, capacity: 1)[0].Data).Order());
    }

    [Fact]
    public async Task EpollWait_NoTimeout_EndsWithAnEvent()
    {
        (EpollInode epoll, OpenFileDescription file) = CreateWatching(EpollType.Epollin);
        using Waiter other = new(_shutdown, new WasiClock(TimeProvider.System));
        Task<int> waiting = Task.Run(() =>
        {
            Assert.Equal(Errno.Success, epoll.Wait(new EpollEvent[4], null, other, out int count));
            return count;
        });
        Assert.Equal(Errno.Success, Write(file, 1));
        Assert.Equal(1, await waiting);
    }

    private static (EpollInode Epoll, OpenFileDescription File) CreateWatching(EpollType events)
    {
        EpollInode epoll = new();
        OpenFileDescription file = new(new EventInode(0, false), flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Add, new Fd(4), file, Event(events)));
        return (epoll, file);
    }

    private static EpollEvent Event(EpollType events) => new(events, new EpollData(0, new Fd(4), 7, 0));

    private (EpollType Events, uint Data)[] Wait(EpollInode epoll, int capacity = 8)
    {
        EpollEvent[] events = new EpollEvent[capacity];
        Assert.Equal(Errno.Success, epoll.Wait(events, 0, _waiter, out int count));
        return [.. events.Take(count).Select(static happened => (happened.Events, happened.Data.Data1))];
    }

    private Errno Write(OpenFileDescription file, ulong value, Waiter? waiter = null)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        return file.Inode.Write(file, new(new GuestMemory(bytes), new IoVector[] { new(0, 8) }), waiter ?? _waiter, out _);
    }

    private (Errno Error, ulong Value) Read(OpenFileDescription file)
    {
        byte[] bytes = new byte[8];
        Errno error = file.Inode.Read(file, new(new GuestMemory(bytes), new IoVector[] { new(0, 8) }), _waiter, out _);
        return (error, BitConverter.ToUInt64(bytes));
    }
}
