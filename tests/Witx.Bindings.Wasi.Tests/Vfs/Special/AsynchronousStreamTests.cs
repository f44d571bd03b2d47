using System;
using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>Standard streams over asynchronous streams, pipes, readers and writers.</summary>
public sealed class AsynchronousStreamTests : IDisposable
{
    private const int PauseThreshold = 1 << 16;

    private readonly WasiHost _host = new();
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose()
    {
        _host.Dispose();
        _cancellation.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void AsyncOnlyStream_OutputAndError_ReceivesAllBytes(bool isCancellable, bool isBuffered)
    {
        using AsyncOnlyStream stream = new();
        WasiOutput output = isBuffered ? WasiOutput.ToStream(stream).Buffered() : WasiOutput.ToStream(stream);
        WasiResult result = Run(
            StreamGuests.Command("(call $exit (i32.or (call $hello (i32.const 1)) (call $hello (i32.const 2))))"),
            new() { Output = output, Error = WasiOutput.ToStream(stream) },
            isCancellable);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.StreamFailures);
        Assert.Equal("hellohello", stream.Text);
        Assert.True(stream.Flushes > 0, "The stream was not flushed.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AsyncOnlyWriter_Output_ReceivesAllCharacters(bool isCancellable)
    {
        using AsyncOnlyStream stream = new();
        await using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        string text = string.Concat(Enumerable.Repeat("ä€😀", 5000));
        WasiResult result = Run(
            StreamGuests.Copy, new() { Input = WasiInput.FromText(text), Output = WasiOutput.ToText(writer) }, isCancellable);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.StreamFailures);
        Assert.Equal(text, stream.Text);
    }

    [Fact]
    public async Task AsyncWrite_RunCancelled_ReceivesTheToken()
    {
        using AsyncOnlyStream stream = new() { IsBlocked = true };
        Task<WasiResult> run = RunAsync(StreamGuests.Endless, new() { Output = WasiOutput.ToStream(stream) });
        await stream.Blocked.WaitInTimeAsync();
        Assert.False(run.IsCompleted);
        await _cancellation.CancelAsync();
        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
        Assert.Equal(_cancellation.Token, exception.CancellationToken);
        await stream.Cancelled.WaitInTimeAsync();

        // The stream may have buffered earlier writes.
        Assert.True(SpinWait.SpinUntil(() => stream.Flushes > 0, TimeLimit.Value), "The stream was not flushed.");
    }

    [Fact]
    public async Task AsyncRead_RunCancelled_ReceivesTheToken()
    {
        using AsyncOnlyStream stream = new() { IsBlocked = true };
        Task<WasiResult> run = RunAsync(StreamGuests.Copy, new() { Input = WasiInput.FromStream(stream) });
        await stream.Blocked.WaitInTimeAsync();
        await _cancellation.CancelAsync();
        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
        Assert.Equal(_cancellation.Token, exception.CancellationToken);
        await stream.Cancelled.WaitInTimeAsync();
    }

    [Fact]
    public async Task PipeOutput_ReaderDoesNotRead_BlocksUntilCancelled()
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: PauseThreshold / 2));
        NotifyingPipeWriter writer = new(pipe.Writer);
        Task<WasiResult> run = RunAsync(StreamGuests.Endless, new() { Output = WasiOutput.ToPipe(writer) });
        await writer.Blocked.WaitInTimeAsync();
        Assert.False(run.IsCompleted);
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
        await pipe.Writer.CompleteAsync();
        using MemoryStream content = new();
        await pipe.Reader.CopyToAsync(content).WaitInTimeAsync();
        Assert.InRange(content.Length, PauseThreshold, PauseThreshold + 4096);
    }

    [Fact]
    public async Task Pipes_LongInput_IsCopiedUnchanged()
    {
        byte[] bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        Pipe input = new(new PipeOptions(pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: PauseThreshold / 2));
        Pipe output = new(new PipeOptions(pauseWriterThreshold: PauseThreshold, resumeWriterThreshold: PauseThreshold / 2));
        Task<WasiResult> run = RunAsync(
            StreamGuests.Copy, new() { Input = WasiInput.FromPipe(input.Reader), Output = WasiOutput.ToPipe(output.Writer) });
        Task feeding = FeedAsync();
        using MemoryStream content = new();
        Task reading = output.Reader.CopyToAsync(content);
        Assert.Empty((await run.WaitInTimeAsync()).StreamFailures);
        await feeding.WaitInTimeAsync();
        await output.Writer.CompleteAsync();
        await reading.WaitInTimeAsync();
        Assert.Equal(bytes, content.ToArray());

        async Task FeedAsync()
        {
            await input.Writer.WriteAsync(bytes);
            await input.Writer.CompleteAsync();
        }
    }

    [Fact]
    public async Task PipeOutput_ReaderCompleted_FailsAndIsReported()
    {
        Pipe pipe = new();
        await pipe.Reader.CompleteAsync();
        WasiResult result = Run(StreamGuests.Endless, new() { Output = WasiOutput.ToPipe(pipe.Writer) }, isCancellable: false);
        Assert.Equal((int)Errno.Io, result.ExitCode);
        Assert.Contains("reader", Assert.Single(result.StreamFailures).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1023)]
    [InlineData(true, 1023)]
    [InlineData(false, 4095)]
    [InlineData(true, 5000)]
    public void TextInput_SurrogatePairsAtChunkBoundaries_AreEncodedWhole(bool isAsynchronous, int prefix)
    {
        string text = new string('x', prefix) + string.Concat(Enumerable.Repeat("😀ä€", 700));
        using TextReader reader = isAsynchronous ? new AsyncOnlyReader(text) : new StringReader(text);
        using MemoryStream output = new();
        WasiOptions options = new() { Input = WasiInput.FromText(reader), Output = WasiOutput.ToStream(output) };
        Assert.Empty(Run(StreamGuests.Copy, options, isCancellable: isAsynchronous).StreamFailures);
        Assert.Equal(text, Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SharedStream_OutputAndErrorOfTwoRuns_KeepsWritesWhole(bool isAsynchronous)
    {
        const int Length = 100_000;
        const int Writes = 8;
        using RecordingStream stream = isAsynchronous ? new AsyncRecordingStream() : new RecordingStream();
        WasiOptions options = new() { Output = WasiOutput.ToStream(stream), Error = WasiOutput.ToStream(stream) };
        Task<WasiResult>[] runs = [.. "ab".Select(letter => RunAsync(
            StreamGuests.Command($"""
                (local $left i32)
                (memory.fill (i32.const 1024) (i32.const {(int)letter}) (i32.const {Length}))
                (memory.fill (i32.const 131072) (i32.const {(int)char.ToUpperInvariant(letter)}) (i32.const {Length}))
                (local.set $left (i32.const {Writes}))
                (loop $again
                  (drop (call $write (i32.const 1) (i32.const 1024) (i32.const {Length})))
                  (drop (call $write (i32.const 2) (i32.const 131072) (i32.const {Length})))
                  (local.set $left (i32.sub (local.get $left) (i32.const 1)))
                  (br_if $again (local.get $left)))
                """),
            options))];
        Assert.All(await Task.WhenAll(runs).WaitInTimeAsync(), static result => Assert.Empty(result.StreamFailures));
        Assert.False(stream.HasOverlapped, "Two writes were in progress at the same time.");
        Assert.Equal(4 * Writes * Length, stream.Bytes.Length);
        Assert.All(stream.Bytes.Chunk(Length), static write => Assert.Equal(write[0], Assert.Single(write.Distinct())));
    }

    private WasiResult Run(byte[] program, WasiOptions options, bool isCancellable)
    {
        using WasiProgram loaded = _host.Load("guest", program);
        return TimeLimit.Call(() => loaded.Run(options, isCancellable ? _cancellation.Token : default));
    }

    private async Task<WasiResult> RunAsync(byte[] program, WasiOptions options)
    {
        using WasiProgram loaded = _host.Load("guest", program);
        return await loaded.RunAsync(options, _cancellation.Token);
    }

    /// <summary>A stream that refuses synchronous calls, as the body of an HTTP response does.</summary>
    private sealed class AsyncOnlyStream : Stream
    {
        private readonly MemoryStream _bytes = new();
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool IsBlocked { get; init; }

        internal int Flushes { get; private set; }

        internal Task Blocked => _blocked.Task;

        internal Task Cancelled => _cancelled.Task;

        internal string Text => Encoding.UTF8.GetString(_bytes.ToArray());

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await BlockAsync(cancellationToken);
            return 0;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await BlockAsync(cancellationToken);
            await Task.Yield();
            _bytes.Write(buffer.Span);
        }

        private async Task BlockAsync(CancellationToken token)
        {
            if (IsBlocked)
            {
                using CancellationTokenRegistration registration = token.Register(() => _cancelled.TrySetResult());
                _blocked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        }
    }

    /// <summary>A reader of text that refuses synchronous calls, and returns a few characters at a time.</summary>
    private sealed class AsyncOnlyReader(string text) : TextReader
    {
        private int _position;

        public override int Read(char[] buffer, int index, int count) => throw new InvalidOperationException();

        public override int Read(Span<char> buffer) => throw new InvalidOperationException();

        public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            int count = Math.Min(Math.Min(buffer.Length, 37), text.Length - _position);
            text.AsSpan(_position, count).CopyTo(buffer.Span);
            _position += count;
            return count;
        }
    }

    /// <summary>A stream that records the bytes, and whether two writes overlap.</summary>
    private class RecordingStream : Stream
    {
        private readonly MemoryStream _bytes = new();
        private int _writers;

        internal bool HasOverlapped { get; private set; }

        internal byte[] Bytes => _bytes.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Enter();
            _ = Thread.Yield();
            Leave(buffer.AsSpan(offset, count));
        }

        private protected void Enter() => HasOverlapped |= Interlocked.Increment(ref _writers) > 1;

        private protected void Leave(ReadOnlySpan<byte> bytes)
        {
            lock (_bytes)
            {
                _bytes.Write(bytes);
            }

            Interlocked.Decrement(ref _writers);
        }
    }

    private sealed class AsyncRecordingStream : RecordingStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Enter();
            await Task.Yield();
            Leave(buffer.Span);
        }
    }

    /// <summary>A pipe writer that tells when a write waits for the reader.</summary>
    private sealed class NotifyingPipeWriter(PipeWriter writer) : PipeWriter
    {
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Blocked => _blocked.Task;

        public override void Advance(int bytes) => writer.Advance(bytes);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            ValueTask<FlushResult> flush = writer.FlushAsync(cancellationToken);
            if (!flush.IsCompleted)
            {
                _blocked.TrySetResult();
            }

            return flush;
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);
    }
}
