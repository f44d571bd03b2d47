using System;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary><c>poll_oneoff</c> with clocks and descriptors.</summary>
public sealed class PollTests
{
    private const int SubscriptionsAt = 0x4000;
    private const int EventsAt = 0x6000;
    private const int CountAt = 0x200;

    [Fact]
    public void PollOneoff_NoSubscription_IsInval()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Inval, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 0, CountAt));
    }

    [Fact]
    public void PollOneoff_TooManySubscriptions_IsNomem()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Nomem, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 4097, CountAt));
    }

    [Fact]
    public void PollOneoff_InvalidSubscription_ReportsTheErrorInItsEvent()
    {
        using TestGuest guest = new();
        WriteDescriptor(guest, 0, userdata: 1, Eventtype.FdRead, fd: 99);
        WriteClock(guest, 1, userdata: 2, Clockid.ThreadCputimeId, timeout: 0);
        WriteDescriptor(guest, 2, userdata: 3, Eventtype.FdWrite, fd: 1);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 3, CountAt));
        Assert.Equal(3u, guest.UInt32(CountAt));
        Assert.Equal((1UL, Errno.Badf, Eventtype.FdRead), ReadEvent(guest, 0));
        Assert.Equal((2UL, Errno.Inval, Eventtype.Clock), ReadEvent(guest, 1));
        Assert.Equal((3UL, Errno.Success, Eventtype.FdWrite), ReadEvent(guest, 2));
    }

    [Fact]
    public void PollOneoff_EventsAtTheSubscriptions_ReadsBeforeItWrites()
    {
        using TestGuest guest = new();
        WriteClock(guest, 0, userdata: 1, Clockid.Monotonic, timeout: 0);
        WriteClock(guest, 1, userdata: 2, Clockid.Realtime, timeout: 0);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", SubscriptionsAt, SubscriptionsAt, 2, CountAt));
        Assert.Equal(2u, guest.UInt32(CountAt));
        Assert.Equal((1UL, 2UL), (guest.UInt64(SubscriptionsAt), guest.UInt64(SubscriptionsAt + 32)));
    }

    [Theory]
    [InlineData(Clockid.Monotonic, false)]
    [InlineData(Clockid.Realtime, false)]
    [InlineData(Clockid.Monotonic, true)]
    [InlineData(Clockid.Realtime, true)]
    public async Task PollOneoff_SeveralClocks_EndsAtTheEarliest(Clockid clock, bool absolute)
    {
        ManualTime time = new();
        time.Advance(TimeSpan.FromSeconds(1));
        using TestGuest guest = new(new WasiOptions { TimeProvider = time });
        Assert.Equal(Errno.Success, guest.Call("clock_time_get", (uint)clock, 0, 0x300));
        ulong start = absolute ? guest.UInt64(0x300) : 0;
        WriteClock(guest, 0, userdata: 1, clock, start + 2_000_000_000, absolute);
        WriteClock(guest, 1, userdata: 2, clock, start + 1_000_000_000, absolute);
        WriteClock(guest, 2, userdata: 3, clock, ulong.MaxValue, absolute);
        Task<Errno> polling = Task.Run(() => guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 3, CountAt));
        await time.TimerStarted;

        // The wait is rounded up to the next tick, so that it never ends early.
        time.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1));
        Assert.Equal(Errno.Success, await polling);
        Assert.Equal(1u, guest.UInt32(CountAt));
        Assert.Equal((2UL, Errno.Success, Eventtype.Clock), ReadEvent(guest, 0));
    }

    [Fact]
    public void PollOneoff_ClockInThePast_EndsAtOnce()
    {
        using TestGuest guest = new();
        WriteClock(guest, 0, userdata: 1, Clockid.Realtime, timeout: 1, absolute: true);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 1, CountAt));
        Assert.Equal((1UL, Errno.Success, Eventtype.Clock), ReadEvent(guest, 0));
    }

    [Fact]
    public async Task PollOneoff_PipeAndClock_EndsWhenThePipeIsWritten()
    {
        using TestGuest guest = new();
        Pipe pipe = new();
        OpenFileDescription writer = new(new PipeInode(null, pipe));
        Assert.Equal(
            Errno.Success, guest.Descriptors.Insert(new Descriptor(new OpenFileDescription(new PipeInode(pipe, null))), out Fd reader));
        WriteDescriptor(guest, 0, userdata: 5, Eventtype.FdRead, reader.Value);
        WriteClock(guest, 1, userdata: 6, Clockid.Monotonic, timeout: ulong.MaxValue);
        Task<Errno> polling = Task.Run(() => guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 2, CountAt));
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        byte[] bytes = [1, 2, 3];
        Assert.Equal(Errno.Success, writer.Inode.Write(writer, new(new GuestMemory(bytes), new IoVector[] { new(0, 3) }), waiter, out _));
        Assert.Equal(Errno.Success, await polling);
        Assert.Equal((5UL, Errno.Success, Eventtype.FdRead), ReadEvent(guest, 0));
        Assert.Equal(3UL, guest.UInt64(EventsAt + 16));
        writer.Release();
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 1, CountAt));
        Assert.Equal(1, guest.Memory[EventsAt + 24]);
    }

    [Fact]
    public void PollOneoff_RightDropped_ReportsNotcapableInItsEvent()
    {
        using TestGuest guest = new();
        Assert.True(guest.Descriptors.TryGet(new Fd(1), out Descriptor? output));
        Rights left = output.Rights & ~Rights.PollFdReadwrite;
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_rights", 1, (ulong)left, 0));
        WriteDescriptor(guest, 0, userdata: 1, Eventtype.FdWrite, fd: 1);
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", SubscriptionsAt, EventsAt, 1, CountAt));
        Assert.Equal((1UL, Errno.Notcapable, Eventtype.FdWrite), ReadEvent(guest, 0));
    }

    private static void WriteClock(TestGuest guest, int index, ulong userdata, Clockid clock, ulong timeout, bool absolute = false)
    {
        int address = SubscriptionsAt + (48 * index);
        guest.Memory.Slice(address, 48).Clear();
        BitConverter.TryWriteBytes(guest.Memory[address..], userdata);
        BitConverter.TryWriteBytes(guest.Memory[(address + 16)..], (uint)clock);
        BitConverter.TryWriteBytes(guest.Memory[(address + 24)..], timeout);
        guest.Memory[address + 40] = absolute ? (byte)1 : (byte)0;
    }

    private static void WriteDescriptor(TestGuest guest, int index, ulong userdata, Eventtype type, uint fd)
    {
        int address = SubscriptionsAt + (48 * index);
        guest.Memory.Slice(address, 48).Clear();
        BitConverter.TryWriteBytes(guest.Memory[address..], userdata);
        guest.Memory[address + 8] = (byte)type;
        BitConverter.TryWriteBytes(guest.Memory[(address + 16)..], fd);
    }

    private static (ulong Userdata, Errno Error, Eventtype Type) ReadEvent(TestGuest guest, int index)
    {
        int address = EventsAt + (32 * index);
        return (guest.UInt64(address), (Errno)(ushort)guest.UInt32(address + 8), (Eventtype)guest.Memory[address + 10]);
    }
}
