using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>Streams of the embedder as standard streams, and the wait primitives.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task StreamRead_Cancelled_LeavesItsBytesToTheNextRead()
    {
        using ManualStream stream = new();
        WasiInput input = WasiInput.FromStream(stream);
        Inode inode = input.Open(CreateContext());
        OpenFileDescription file = new(inode);
        ProcessShutdown cancelled = new(cancellable: true);
        using Waiter first = new(cancelled, new WasiClock(TimeProvider.System));
        Task<(Errno, string)> reading = Task.Run(() => Read(file, first));
        await stream.ReadStarted.WaitInTimeAsync();
        cancelled.Cancel(new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitInTimeAsync());

        stream.Supply("late"u8.ToArray());
        using Waiter second = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Assert.Equal((Errno.Success, "late"), Read(file, second));
        Assert.Equal(1, stream.Reads);
    }

    [Fact]
    public async Task StreamPoll_NoBytesYet_EndsWhenBytesArrive()
    {
        using ManualStream stream = new();
        OpenFileDescription file = new(WasiInput.FromStream(stream).Open(CreateContext()));
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Task<Errno> polling = Task.Run(() => waiter.WaitUntilReady(file, PollEvents.Readable));
        await stream.ReadStarted.WaitInTimeAsync();
        stream.Supply("x"u8.ToArray());
        Assert.Equal(Errno.Success, await polling.WaitInTimeAsync());
        Assert.Equal((Errno.Success, "x"), Read(file, waiter));
    }

    [Fact]
    public void StreamPoll_OutputPolledForReading_DoesNotReadTheStream()
    {
        using ManualStream stream = new();
        OpenFileDescription file = new(WasiOutput.ToStream(stream).Open(CreateContext(), 1));
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Assert.Equal(Errno.Success, waiter.WaitUntilReady(file, PollEvents.Readable));
        Assert.Equal(0, stream.Reads);
    }

    [Fact]
    public async Task StreamRead_Nonblocking_IsAgainUntilBytesArrive()
    {
        using ManualStream stream = new();
        OpenFileDescription file = new(WasiInput.FromStream(stream).Open(CreateContext()), flags: Fdflags.Nonblock);
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        Assert.Equal((Errno.Again, ""), Read(file, waiter));
        await stream.ReadStarted.WaitInTimeAsync();
        stream.Supply("x"u8.ToArray());
        Assert.Equal(Errno.Success, waiter.WaitUntilReady(file, PollEvents.Readable));
        Assert.Equal((Errno.Success, "x"), Read(file, waiter));
    }

    [Fact]
    public void StreamCall_StreamThrows_IsIo()
    {
        using FailingStream failing = new();
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        OpenFileDescription reader = new(WasiInput.FromStream(failing).Open(CreateContext()));
        Assert.Equal((Errno.Io, ""), Read(reader, waiter));
        OpenFileDescription writer = new(WasiOutput.ToStream(failing).Open(CreateContext(), 1));
        byte[] bytes = [1];
        IoVectors vectors = new(new GuestMemory(bytes), new IoVector[] { new(0, 1) });
        Assert.Equal(Errno.Io, writer.Inode.Write(writer, vectors, waiter, out _));
        Assert.Equal(Errno.Io, writer.Inode.Sync(waiter));
    }

    [Fact]
    public void Waiter_WokenBeforeItWaits_ReturnsAtOnce()
    {
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        waiter.BeginRound();
        waiter.Wake();
        Assert.Equal(Errno.Success, waiter.Wait(null));
        waiter.BeginRound();
        Assert.Equal(Errno.Success, waiter.Wait(waiter.Now + 1));
    }

    [Fact]
    public async Task InterruptibleMutex_SeveralThreads_AdmitsOneAtATime()
    {
        InterruptibleMutex mutex = new();
        int inside = 0;
        Task[] tasks = new Task[4];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = Task.Run(
                () =>
                {
                    using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
                    for (int round = 0; round < 500; round++)
                    {
                        Assert.Equal(Errno.Success, mutex.Acquire(waiter));
                        Assert.Equal(1, Interlocked.Increment(ref inside));
                        Interlocked.Decrement(ref inside);
                        mutex.Release();
                    }
                },
                TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(tasks).WaitInTimeAsync();
    }

    private static StandardStreamContext CreateContext() => new(new ProcessShutdown(), long.MaxValue, CancellationToken.None);

    private static (Errno Error, string Text) Read(OpenFileDescription file, Waiter waiter)
    {
        byte[] bytes = new byte[16];
        IoVectors vectors = new(new GuestMemory(bytes), new IoVector[] { new(0, 16) });
        Errno error = file.Inode.Read(file, vectors, waiter, out uint count);
        return (error, System.Text.Encoding.UTF8.GetString(bytes, 0, (int)count));
    }

    /// <summary>A stream whose read completes when the test supplies the bytes.</summary>
    private sealed class ManualStream : MemoryStream
    {
        private readonly TaskCompletionSource _readStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<byte[]> _bytes = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task ReadStarted => _readStarted.Task;

        internal int Reads { get; private set; }

        internal void Supply(byte[] bytes) => _bytes.SetResult(bytes);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            _readStarted.TrySetResult();
            byte[] bytes = await _bytes.Task.ConfigureAwait(false);
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }

    private sealed class FailingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The test stream fails.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The test stream fails.");

        public override void Flush() => throw new IOException("The test stream fails.");
    }
}
