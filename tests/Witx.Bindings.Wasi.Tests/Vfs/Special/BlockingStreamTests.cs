using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>
/// Embedder streams that block: cancellation releases the guest, and the stream still receives the bytes that the guest wrote.
/// </summary>
public sealed class BlockingStreamTests : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly BlockedStream _stream = new();

    public void Dispose()
    {
        _stream.Release();
        _cancellation.Dispose();
        _stream.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StreamWrite_StreamBlocks_IsCancelledAndStillWritesItsBytes(bool buffered)
    {
        WasiOutput output = WasiOutput.ToStream(_stream);
        TestGuest guest = new(new WasiOptions { Output = buffered ? output.Buffered(4) : output }, _cancellation.Token);
        Task<Errno> writing = Task.Run(() => guest.Write(1, "first text", out _));
        await _stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitInTimeAsync());

        guest.Memory.Clear();
        guest.Dispose();
        _stream.Release();
        await _stream.Flushed.WaitInTimeAsync();
        Assert.Equal("first text", _stream.Text);
    }

    [Fact]
    public async Task StreamSync_StreamBlocks_IsCancelled()
    {
        TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(_stream) }, _cancellation.Token);
        Task<Errno> syncing = Task.Run(() => guest.Call("fd_sync", 1));
        await _stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => syncing.WaitInTimeAsync());
        guest.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StreamClose_FlushBlocks_IsCancelled(bool buffered)
    {
        BlockedFlushStream stream = new(_stream);
        WasiOutput output = WasiOutput.ToStream(stream);
        TestGuest guest = new(new WasiOptions { Output = buffered ? output.Buffered() : output }, _cancellation.Token);
        Assert.Equal(Errno.Success, guest.Write(1, "text", out _));
        Task<Errno> closing = Task.Run(() => guest.Call("fd_close", 1), TestContext.Current.CancellationToken);
        await _stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing.WaitInTimeAsync());
        guest.Dispose();
        Assert.Equal("text", stream.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessDispose_FlushBlocks_IsCancelled(bool buffered)
    {
        BlockedFlushStream stream = new(_stream);
        WasiOutput output = WasiOutput.ToStream(stream);
        TestGuest guest = new(new WasiOptions { Output = buffered ? output.Buffered() : output }, _cancellation.Token);
        Assert.Equal(Errno.Success, guest.Write(1, "text", out _));
        Task disposing = Task.Run(guest.Dispose, TestContext.Current.CancellationToken);
        await _stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        await disposing.WaitInTimeAsync();
        Assert.Equal("text", stream.Text);
        Assert.False(_stream.Flushed.IsCompleted);
        _stream.Release();
        await _stream.Flushed.WaitInTimeAsync();
    }

    [Fact]
    public async Task StreamWrite_SlowStream_ReturnsAfterTheWrite()
    {
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(_stream) }, _cancellation.Token);
        Task<Errno> writing = Task.Run(() => guest.Write(1, "text", out _));
        await _stream.Blocked.WaitInTimeAsync();
        Assert.False(writing.IsCompleted);
        _stream.Release();
        Assert.Equal(Errno.Success, await writing.WaitInTimeAsync());
        Assert.Equal("text", _stream.Text);
    }

    [Fact]
    public void StreamWrite_LongAndCancellable_KeepsTheOrder()
    {
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(_stream) }, _cancellation.Token);
        _stream.Release();
        new Random(1).NextBytes(guest.Memory[0x10000..]);
        guest.Vectors(0x10000, 300_000, 0x60000, 200_001);
        Assert.Equal(Errno.Success, guest.Call("fd_write", 1, VectorsAt, 2, ResultAt));
        Assert.Equal(500_001u, guest.UInt32(ResultAt));
        Assert.Equal([.. guest.Memory.Slice(0x10000, 300_000), .. guest.Memory.Slice(0x60000, 200_001)], _stream.Bytes);
    }

    [Fact]
    public async Task StreamRead_ReadAsyncBlocks_IsCancelled()
    {
        TestGuest guest = new(new WasiOptions { Input = WasiInput.FromStream(_stream) }, _cancellation.Token);
        Task<Errno> reading = Task.Run(() => guest.Read(0, 10, out _));
        await _stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitInTimeAsync());
        guest.Dispose();
    }

    [Fact]
    public async Task StreamRead_ReadAsyncBlocks_DoesNotBlockNonblockingReads()
    {
        using TestGuest guest = new(new WasiOptions { Input = WasiInput.FromStream(_stream) });
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", 0, (ulong)Fdflags.Nonblock));
        Assert.Equal(Errno.Again, guest.Read(0, 10, out _));
        await _stream.Blocked.WaitInTimeAsync();
        Assert.Equal(Errno.Again, guest.Read(0, 10, out _));
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", 0, 0));
        _stream.Release();
        Assert.Equal((Errno.Success, "read"), (guest.Read(0, 10, out string text), text));
    }

    [Fact]
    public void StreamWrite_StreamThrows_IsIoAndTheNextWriteSucceeds()
    {
        using FailingOnceStream stream = new();
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(stream) }, _cancellation.Token);
        Assert.Equal(Errno.Io, guest.Write(1, "lost", out _));
        Assert.Equal(Errno.Success, guest.Write(1, "kept", out _));
        Assert.Equal("kept", Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>A stream whose calls block until it is released.</summary>
    private sealed class BlockedStream : Stream
    {
        private readonly MemoryStream _bytes = new();
        private readonly ManualResetEventSlim _released = new();
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Blocked => _blocked.Task;

        internal Task Flushed => _flushed.Task;

        internal byte[] Bytes => _bytes.ToArray();

        internal string Text => Encoding.UTF8.GetString(Bytes);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        internal void Release() => _released.Set();

        public override void Flush()
        {
            Block();
            _flushed.TrySetResult();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Block();
            return Encoding.UTF8.GetBytes("read", buffer.AsSpan(offset, count));
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Block();
            return ValueTask.FromResult(Encoding.UTF8.GetBytes("read", buffer.Span));
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Block();
            _bytes.Write(buffer, offset, count);
        }

        private void Block()
        {
            _blocked.TrySetResult();
            _released.Wait();
        }
    }

    /// <summary>A memory stream of which only <c>Flush</c> blocks.</summary>
    private sealed class BlockedFlushStream(BlockedStream blocked) : MemoryStream
    {
        internal string Text => Encoding.UTF8.GetString(ToArray());

        public override void Flush() => blocked.Flush();
    }

    private sealed class FailingOnceStream : MemoryStream
    {
        private bool _hasFailed;

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new IOException("The test stream fails once.");
            }

            base.Write(buffer, offset, count);
        }
    }
}
