using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>A stream of the embedder that fails: the guest's error, the report beside the outcome, and the limit of output.</summary>
public sealed class StreamFailureTests : IDisposable
{
    private readonly WasiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void FailingOutput_GuestContinues_ResultHasExitCodeAndFailure(bool isAsynchronous, bool isCancellable)
    {
        using FailingStream stream = isAsynchronous ? new AsyncFailingStream() : new FailingStream();
        using MemoryStream error = new();
        using CancellationTokenSource cancellation = new();
        using WasiProgram program = _host.Load("guest", StreamGuests.Command("""
            (local $error i32)
            (local.set $error (call $hello (i32.const 1)))
            (drop (call $hello (i32.const 1)))
            (drop (call $hello (i32.const 2)))
            (call $exit (local.get $error))
            """));
        RecordingLoggers log = new(LogLevel.Warning);
        WasiResult result = program.Run(
            new() { Output = WasiOutput.ToStream(stream), Error = WasiOutput.ToStream(error), LoggerFactory = log },
            isCancellable ? cancellation.Token : default);
        Assert.Equal((int)Errno.Io, result.ExitCode);
        WasiStreamFailure failure = Assert.Single(result.StreamFailures);
        Assert.Equal(1, failure.Descriptor);
        Assert.Same(stream.First, failure.Exception);
        Assert.Equal("standard output: The test stream fails.", failure.ToString());
        Assert.Equal(5, error.Length);
        Assert.Single(log.Lines, static line => line.Contains("The stream behind standard output failed", StringComparison.Ordinal));
    }

    [Fact]
    public void FailingInput_Read_IsIoAndReported()
    {
        using FailingStream stream = new AsyncFailingStream();
        using WasiProgram program = _host.Load("guest", StreamGuests.Copy);
        WasiResult result = program.Run(new() { Input = WasiInput.FromStream(stream) });
        Assert.Equal((int)Errno.Io, result.ExitCode);
        Assert.Equal(0, Assert.Single(result.StreamFailures).Descriptor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FailingOutput_GuestTraps_ProcessHasTheFailure(bool isBuffered)
    {
        using FailingStream stream = new();
        WasiOutput output = WasiOutput.ToStream(stream);
        WasiProcess? process = null;
        using WasiProgram program = _host.Load("guest", StreamGuests.Command("(drop (call $hello (i32.const 1))) unreachable"));
        _ = Assert.Throws<WasiTrapException>(() => program.Run(new()
        {
            Output = isBuffered ? output.Buffered() : output,
            Started = started => process = started,
        }));
        Assert.Same(stream.First, Assert.Single(process!.StreamFailures).Exception);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FailingFlush_AtTheEnd_IsInTheResult(bool isBuffered)
    {
        using FailingFlushStream stream = new();
        WasiOutput output = WasiOutput.ToStream(stream);
        using WasiProgram program = _host.Load(
            "guest", StreamGuests.Command("(drop (call $hello (i32.const 2))) (call $exit (i32.const 7))"));
        WasiResult result = program.Run(new() { Error = isBuffered ? output.Buffered() : output });
        Assert.Equal(7, result.ExitCode);
        Assert.Equal(2, Assert.Single(result.StreamFailures).Descriptor);
        Assert.Equal(5, stream.Length);
    }

    [Theory]
    [InlineData(11, "hellohelloh", false)]
    [InlineData(11, "hellohelloh", true)]
    [InlineData(10, "hellohello", false)]
    [InlineData(10, "hellohello", true)]
    public void OutputLimit_Exceeded_EndsTheRunAndPassesOnTheAllowedBytes(int limit, string expected, bool isBuffered)
    {
        using StringWriter text = new();
        WasiOutput output = WasiOutput.ToText(text);
        WasiOptions options = new()
        {
            Output = isBuffered ? output.Buffered() : output,
            Error = output,
            Limits = { MaxOutput = limit },
        };
        using WasiProgram program = _host.Load("guest", StreamGuests.Command("""
            (drop (call $hello (i32.const 2)))
            (drop (call $hello (i32.const 1)))
            (drop (call $hello (i32.const 1)))
            unreachable
            """));
        WasiLimitException exception = Assert.Throws<WasiLimitException>(() => program.Run(options));
        Assert.Equal("MaxOutput", exception.Limit);
        Assert.Contains($"'{limit}' bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void OutputLimit_ReachedExactly_DoesNotEndTheRun()
    {
        using MemoryStream output = new();
        using WasiProgram program = _host.Load(
            "guest",
            StreamGuests.Command("(drop (call $hello (i32.const 1))) (drop (call $write (i32.const 1) (i32.const 0) (i32.const 0)))"));
        WasiResult result = program.Run(new() { Output = WasiOutput.ToStream(output), Limits = { MaxOutput = 5 } });
        Assert.Equal((0, 5), (result.ExitCode, output.Length));
    }

    [Fact]
    public void OutputLimit_DiscardedOutput_IsNotCounted()
    {
        using WasiProgram program = _host.Load(
            "guest", StreamGuests.Command("(call $exit (i32.or (call $hello (i32.const 1)) (call $hello (i32.const 2))))"));
        Assert.Equal(0, program.Run(new() { Limits = { MaxOutput = 1 } }).ExitCode);
    }

    [Fact]
    public async Task NonblockingWrite_StreamIsSlow_DoesNotReuseTheBuffer()
    {
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SlowStream stream = new(released.Task);
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(stream), Error = WasiOutput.ToStream(stream) });
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", 1, (ulong)Fdflags.Nonblock));
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", 2, (ulong)Fdflags.Nonblock));
        Assert.Equal(Errno.Success, guest.Write(1, "first", out _));

        // The bytes of the first write are still in use, so neither descriptor may write.
        Assert.Equal(Errno.Again, guest.Write(1, "other", out _));
        Assert.Equal(Errno.Again, guest.Write(2, "third", out _));
        released.SetResult();
        await stream.Written.WaitInTimeAsync();
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_flags", 2, 0));
        Assert.Equal(Errno.Success, guest.Write(2, " last", out _));
        Assert.Equal("first last", stream.Text);
    }

    /// <summary>A stream whose reads and writes throw.</summary>
    private class FailingStream : Stream
    {
        internal Exception? First { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => Throw();

        public override int Read(byte[] buffer, int offset, int count) => Throw();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Throw();

        private protected int Throw()
        {
            InvalidOperationException exception = new("The test stream fails.");
            First ??= exception;
            throw exception;
        }
    }

    private sealed class AsyncFailingStream : FailingStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Throw();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            _ = Throw();
        }
    }

    private sealed class FailingFlushStream : MemoryStream
    {
        public override void Flush() => throw new InvalidOperationException("The test stream cannot be flushed.");
    }

    /// <summary>A stream whose first write waits, and then copies the bytes of its buffer.</summary>
    private sealed class SlowStream(Task released) : MemoryStream
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Written => _written.Task;

        internal string Text => System.Text.Encoding.UTF8.GetString(ToArray());

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await released;
            Write(buffer.Span);
            _written.TrySetResult();
        }
    }
}
