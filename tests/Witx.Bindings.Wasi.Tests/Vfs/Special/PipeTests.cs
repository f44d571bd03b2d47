using System;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>The two ends of a pipe.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly ProcessShutdown _shutdown = new();
    private readonly Waiter _waiter;
    private readonly Waiter _other;
    private readonly Pipe _pipe = new();
    private readonly OpenFileDescription _reader;
    private readonly OpenFileDescription _writer;

    public PipeTests()
    {
        (_waiter, _other) = (new(_shutdown, new WasiClock(TimeProvider.System)), new(_shutdown, new WasiClock(TimeProvider.System)));
        (_reader, _writer) = (new(new PipeInode(_pipe, null)), new(new PipeInode(null, _pipe)));
    }

    public void Dispose()
    {
        _waiter.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Pipe_SeveralWrites_AreReadInOrder()
    {
        Assert.Equal(Errno.Success, Write([1, 2, 3], out uint written));
        Assert.Equal(3u, written);
        Assert.Equal(Errno.Success, Write([4, 5], out _));
        Assert.Equal((Errno.Success, "01-02-03-04"), Read(4));
        Assert.Equal((Errno.Success, "05"), Read(4));
    }

    [Fact]
    public void PipeEnd_OtherDirectionOrOffset_IsBadfOrSpipe()
    {
        Assert.Equal(Errno.Badf, _writer.Inode.Read(_writer, CreateVectors(new byte[1]), _waiter, out _));
        Assert.Equal(Errno.Badf, _reader.Inode.Write(_reader, CreateVectors(new byte[1]), _waiter, out _));
        Assert.Equal(Errno.Spipe, _reader.Inode.ReadAt(_reader, CreateVectors(new byte[1]), 0, waiter: null, out _));
        Assert.Equal(Errno.Spipe, _reader.Inode.Seek(_reader, 0, Whence.Cur, out _));
    }

    [Fact]
    public async Task PipePoll_WhileAnotherThreadWrites_ReportsTheByteCount()
    {
        const int Rounds = 20_000;
        Task writing = Task.Run(
            () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    Assert.Equal(Errno.Success, Write([1], out _));
                }

                _writer.Release();
            },
            TestContext.Current.CancellationToken);
        for (bool open = true; open;)
        {
            _waiter.BeginRound();
            Readiness ready = _reader.Inode.Poll(_reader, PollEvents.Readable, _waiter);
            Assert.True(!ready.IsReady || ready.Bytes > 0 || (ready.Events & PollEvents.HangUp) != 0, ready.ToString());
            open = !ready.IsReady || Read(64).Error != Errno.Success || ready.Bytes > 0;
        }

        _waiter.EndWait();
        await writing;
    }

    [Fact]
    public async Task PipeRead_EmptyPipe_WaitsForAWrite()
    {
        Task<(Errno, string)> reading = Task.Run(() => Read(8));
        Assert.Equal(Errno.Success, Write([9], out _));
        Assert.Equal((Errno.Success, "09"), await reading);
    }

    [Fact]
    public async Task PipeWrite_FullPipe_WaitsForARead()
    {
        _writer.Flags = Fdflags.Nonblock;
        Assert.Equal(Errno.Success, Write(new byte[Pipe.Capacity + 10], out uint written));
        Assert.Equal((uint)Pipe.Capacity, written);
        Assert.Equal(Errno.Again, Write([1], out _));
        _writer.Flags = 0;
        Task<Errno> writing = Task.Run(() => _writer.Inode.Write(_writer, CreateVectors([7]), _other, out _));
        int left = Pipe.Capacity + 1;
        while (left > 0)
        {
            byte[] bytes = new byte[4096];
            Assert.Equal(Errno.Success, _reader.Inode.Read(_reader, CreateVectors(bytes), _waiter, out uint read));
            left -= (int)read;
        }

        Assert.Equal(Errno.Success, await writing);
    }

    [Fact]
    public void PipeWrite_UpToPipeBuf_IsAtomic()
    {
        _writer.Flags = Fdflags.Nonblock;
        Assert.Equal(Errno.Success, Write(new byte[Pipe.Capacity - 100], out _));
        Assert.Equal(Errno.Again, Write(new byte[101], out _));
        Assert.Equal(Errno.Success, Write(new byte[100], out uint written));
        Assert.Equal(100u, written);
    }

    [Fact]
    public void PipeRead_LastWriterClosed_ReportsTheEnd()
    {
        DescriptorTable table = new(8);
        Assert.Equal(Errno.Success, table.Insert(new Descriptor(_writer), out Fd fd));
        DescriptorTable clone = table.Clone();
        _reader.Flags = Fdflags.Nonblock;
        Assert.Equal(Errno.Success, Write([1], out _));
        Assert.Equal(Errno.Success, table.Remove(fd));
        Assert.Equal((Errno.Success, "01"), Read(8));
        Assert.Equal((Errno.Again, ""), Read(8));
        Assert.Equal(Errno.Success, clone.Remove(fd));
        Assert.Equal((Errno.Success, ""), Read(8));
    }

    [Fact]
    public async Task PipeRead_WriterClosedWhileWaiting_ReportsTheEnd()
    {
        Task<(Errno, string)> reading = Task.Run(() => Read(8));
        _writer.Release();
        Assert.Equal((Errno.Success, ""), await reading);
    }

    [Fact]
    public void PipeWrite_ReaderClosed_IsPipe()
    {
        _reader.Release();
        Assert.Equal(Errno.Pipe, Write([1], out _));
        Readiness ready = _writer.Inode.Poll(_writer, PollEvents.Writable, _waiter);
        Assert.Equal(PollEvents.Writable | PollEvents.Error, ready.Events);
        _waiter.EndWait();
    }

    [Fact]
    public async Task PipeRead_ProcessExitsWhileWaiting_ThrowsWasiExitException()
    {
        Task<(Errno, string)> reading = Task.Run(() => Read(8));
        _shutdown.Exit(5);
        WasiExitException exit = await Assert.ThrowsAsync<WasiExitException>(() => reading);
        Assert.Equal(5, exit.ExitCode);
    }

    private static IoVectors CreateVectors(byte[] bytes) => new(new GuestMemory(bytes), new IoVector[] { new(0, (ulong)bytes.Length) });

    private Errno Write(byte[] bytes, out uint count) => _writer.Inode.Write(_writer, CreateVectors(bytes), _other, out count);

    private (Errno Error, string Bytes) Read(int length)
    {
        byte[] bytes = new byte[length];
        Errno error = _reader.Inode.Read(_reader, CreateVectors(bytes), _waiter, out uint count);
        return (error, BitConverter.ToString(bytes, 0, (int)count));
    }
}
