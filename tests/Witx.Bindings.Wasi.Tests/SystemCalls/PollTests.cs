using System;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

public sealed class PollTests
{
    private const int In = 0x4000;
    private const int Out = 0x6000;
    private const int Count = 0x200;

    [Fact]
    public void NoSubscription_IsInval()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Inval, guest.Call("poll_oneoff", In, Out, 0, Count));
    }

    [Fact]
    public void TooMany_AreNomem()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Nomem, guest.Call("poll_oneoff", In, Out, 4097, Count));
    }

    [Fact]
    public void WhatIsWrongWithOne_IsItsOwnEvent()
    {
        using TestGuest guest = new();
        Descriptor(guest, 0, userdata: 1, Eventtype.FdRead, fd: 99);
        Clock(guest, 1, userdata: 2, Clockid.ThreadCputimeId, timeout: 0);
        Descriptor(guest, 2, userdata: 3, Eventtype.FdWrite, fd: 1);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", In, Out, 3, Count));
        Assert.Equal(3u, guest.UInt32(Count));
        Assert.Equal((1UL, Errno.Badf, Eventtype.FdRead), Event(guest, 0));
        Assert.Equal((2UL, Errno.Inval, Eventtype.Clock), Event(guest, 1));
        Assert.Equal((3UL, Errno.Success, Eventtype.FdWrite), Event(guest, 2));
    }

    [Fact]
    public void OverlappingLists_AreReadBeforeTheyAreWritten()
    {
        using TestGuest guest = new();
        Clock(guest, 0, userdata: 1, Clockid.Monotonic, timeout: 0);
        Clock(guest, 1, userdata: 2, Clockid.Realtime, timeout: 0);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", In, In, 2, Count));
        Assert.Equal(2u, guest.UInt32(Count));
        Assert.Equal((1UL, 2UL), (guest.UInt64(In), guest.UInt64(In + 32)));
    }

    [Theory]
    [InlineData(Clockid.Monotonic, false)]
    [InlineData(Clockid.Realtime, false)]
    [InlineData(Clockid.Monotonic, true)]
    [InlineData(Clockid.Realtime, true)]
    public async Task EarliestClock_EndsTheWait(Clockid clock, bool absolute)
    {
        ManualTime time = new();
        time.Advance(TimeSpan.FromSeconds(1));
        using TestGuest guest = new(new WasiOptions { TimeProvider = time });
        Assert.Equal(Errno.Success, guest.Call("clock_time_get", (uint)clock, 0, 0x300));
        ulong start = absolute ? guest.UInt64(0x300) : 0;
        Clock(guest, 0, userdata: 1, clock, start + 2_000_000_000, absolute);
        Clock(guest, 1, userdata: 2, clock, start + 1_000_000_000, absolute);
        Clock(guest, 2, userdata: 3, clock, ulong.MaxValue, absolute);
        Task<Errno> polling = Task.Run(() => guest.Call("poll_oneoff", In, Out, 3, Count));
        await time.TimerStarted;

        // A wait is rounded up by a tick: the guest never hears of a time before it has come.
        time.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1));
        Assert.Equal(Errno.Success, await polling);
        Assert.Equal(1u, guest.UInt32(Count));
        Assert.Equal((2UL, Errno.Success, Eventtype.Clock), Event(guest, 0));
    }

    [Fact]
    public void PastTime_IsDueAtOnce()
    {
        using TestGuest guest = new();
        Clock(guest, 0, userdata: 1, Clockid.Realtime, timeout: 1, absolute: true);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", In, Out, 1, Count));
        Assert.Equal((1UL, Errno.Success, Eventtype.Clock), Event(guest, 0));
    }

    [Fact]
    public async Task PipeAndClock_AreWaitedForTogether()
    {
        using TestGuest guest = new();
        Pipe pipe = new();
        OpenFileDescription writer = new(new PipeInode(null, pipe));
        Assert.Equal(Errno.Success, guest.Descriptors.Insert(new Descriptor(new OpenFileDescription(new PipeInode(pipe, null))), out Fd reader));
        Descriptor(guest, 0, userdata: 5, Eventtype.FdRead, reader.Value);
        Clock(guest, 1, userdata: 6, Clockid.Monotonic, timeout: ulong.MaxValue);
        Task<Errno> polling = Task.Run(() => guest.Call("poll_oneoff", In, Out, 2, Count));
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        byte[] bytes = [1, 2, 3];
        Assert.Equal(Errno.Success, writer.Inode.Write(writer, new(new GuestMemory(bytes), new IoVector[] { new(0, 3) }), waiter, out _));
        Assert.Equal(Errno.Success, await polling);
        Assert.Equal((5UL, Errno.Success, Eventtype.FdRead), Event(guest, 0));
        Assert.Equal(3UL, guest.UInt64(Out + 16));
        writer.Release();
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", In, Out, 1, Count));
        Assert.Equal(1, guest.Memory[Out + 24]);
    }

    [Fact]
    public void DroppedRight_IsToldOfTheDescriptor()
    {
        using TestGuest guest = new();
        Assert.True(guest.Descriptors.TryGet(new Fd(1), out Descriptor? output));
        Rights left = output.Rights & ~Rights.PollFdReadwrite;
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_rights", 1, (ulong)left, 0));
        Descriptor(guest, 0, userdata: 1, Eventtype.FdWrite, fd: 1);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", In, Out, 1, Count));
        Assert.Equal((1UL, Errno.Notcapable, Eventtype.FdWrite), Event(guest, 0));
    }

    private static void Clock(TestGuest guest, int index, ulong userdata, Clockid clock, ulong timeout, bool absolute = false)
    {
        int address = In + (48 * index);
        guest.Memory.Slice(address, 48).Clear();
        BitConverter.TryWriteBytes(guest.Memory[address..], userdata);
        BitConverter.TryWriteBytes(guest.Memory[(address + 16)..], (uint)clock);
        BitConverter.TryWriteBytes(guest.Memory[(address + 24)..], timeout);
        guest.Memory[address + 40] = absolute ? (byte)1 : (byte)0;
    }

    private static void Descriptor(TestGuest guest, int index, ulong userdata, Eventtype type, uint fd)
    {
        int address = In + (48 * index);
        guest.Memory.Slice(address, 48).Clear();
        BitConverter.TryWriteBytes(guest.Memory[address..], userdata);
        guest.Memory[address + 8] = (byte)type;
        BitConverter.TryWriteBytes(guest.Memory[(address + 16)..], fd);
    }

    private static (ulong Userdata, Errno Error, Eventtype Type) Event(TestGuest guest, int index)
    {
        int address = Out + (32 * index);
        return (guest.UInt64(address), (Errno)(ushort)guest.UInt32(address + 8), (Eventtype)guest.Memory[address + 10]);
    }
}
