using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

public sealed class StreamTests
{
    [Fact]
    public async Task ReadThatIsCancelled_LeavesWhatComesToTheNext()
    {
        using FeedStream feed = new();
        WasiInput input = WasiInput.FromStream(feed);
        Inode inode = input.Open();
        OpenFileDescription file = new(inode);
        ProcessShutdown cancelled = new(cancellable: true);
        using Waiter first = new(cancelled, new WasiClock(TimeProvider.System));
        Task<(Errno, string)> reading = Task.Run(() => Read(file, first));
        await feed.Asked;
        cancelled.Cancel(new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        feed.Answer("late"u8.ToArray());
        using Waiter second = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Assert.Equal((Errno.Success, "late"), Read(file, second));
        Assert.Equal(1, feed.Reads);
    }

    [Fact]
    public async Task PollOfASilentStream_EndsWhenSomethingComes()
    {
        using FeedStream feed = new();
        OpenFileDescription file = new(WasiInput.FromStream(feed).Open());
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Task<Errno> polling = Task.Run(() => waiter.WaitUntilReady(file, PollEvents.Readable));
        await feed.Asked;
        feed.Answer("x"u8.ToArray());
        Assert.Equal(Errno.Success, await polling);
        Assert.Equal((Errno.Success, "x"), Read(file, waiter));
    }

    [Fact]
    public async Task NonblockingRead_DoesNotWait()
    {
        using FeedStream feed = new();
        OpenFileDescription file = new(WasiInput.FromStream(feed).Open(), flags: Fdflags.Nonblock);
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Assert.Equal((Errno.Again, ""), Read(file, waiter));
        await feed.Asked;
        feed.Answer("x"u8.ToArray());
        Assert.Equal(Errno.Success, waiter.WaitUntilReady(file, PollEvents.Readable));
        Assert.Equal((Errno.Success, "x"), Read(file, waiter));
    }

    [Fact]
    public void StreamThatFails_IsAnErrorOfTheDevice()
    {
        using FailingStream failing = new();
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        OpenFileDescription reader = new(WasiInput.FromStream(failing).Open());
        Assert.Equal((Errno.Io, ""), Read(reader, waiter));
        OpenFileDescription writer = new(WasiOutput.ToStream(failing).Open(TestContext.Current.CancellationToken));
        byte[] bytes = [1];
        IoVectors vectors = new(new GuestMemory(bytes), new IoVector[] { new(0, 1) });
        Assert.Equal(Errno.Io, writer.Inode.Write(writer, vectors, waiter, out _));
        Assert.Equal(Errno.Io, writer.Inode.Sync());
    }

    [Fact]
    public void Waiter_IsWokenByWhateverHappensBeforeItWaits()
    {
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        waiter.Begin();
        waiter.Wake();
        Assert.Equal(Errno.Success, waiter.Wait(null));
        waiter.Begin();
        Assert.Equal(Errno.Success, waiter.Wait(waiter.Now + 1));
    }

    [Fact]
    public async Task Turn_IsTakenByOneAtATime()
    {
        InterruptibleMutex turn = new();
        int inside = 0;
        Task[] takers = new Task[4];
        for (int i = 0; i < takers.Length; i++)
        {
            takers[i] = Task.Run(
                () =>
                {
                    using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
                    for (int round = 0; round < 500; round++)
                    {
                        Assert.Equal(Errno.Success, turn.Acquire(waiter));
                        Assert.Equal(1, Interlocked.Increment(ref inside));
                        Interlocked.Decrement(ref inside);
                        turn.Release();
                    }
                },
                TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(takers);
    }

    private static (Errno Answer, string Text) Read(OpenFileDescription file, Waiter waiter)
    {
        byte[] bytes = new byte[16];
        IoVectors vectors = new(new GuestMemory(bytes), new IoVector[] { new(0, 16) });
        Errno answer = file.Inode.Read(file, vectors, waiter, out uint count);
        return (answer, System.Text.Encoding.UTF8.GetString(bytes, 0, (int)count));
    }

    /// <summary>A stream that answers a read when the test says so.</summary>
    private sealed class FeedStream : MemoryStream
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<byte[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Asked => _asked.Task;

        internal int Reads { get; private set; }

        internal void Answer(byte[] bytes) => _answer.SetResult(bytes);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            _asked.TrySetResult();
            byte[] bytes = await _answer.Task.ConfigureAwait(false);
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }

    private sealed class FailingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("no");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no");

        public override void Flush() => throw new IOException("no");
    }
}
