using System;
using System.IO;
using System.IO.Pipelines;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>The destination of a guest's standard output or standard error.</summary>
/// <remarks>
/// <para>
/// Bytes are passed on before the guest's call returns, unless the output is <see cref="Buffered"/>. A guest whose output is slow waits: at
/// most 64 KiB are copied at a time, and the next write starts when the previous one has completed.
/// </para>
/// <para>
/// If the run can be cancelled, a stream, writer or pipe may be called on another thread; cancellation releases the guest even if the call
/// does not return. The token of the run is passed to asynchronous calls. Outputs to the same object, also those of several runs, take
/// turns: a write of one is not mixed with that of another.
/// </para>
/// <para>
/// If a stream, writer or pipe throws, the guest's call fails with <c>Errno.Io</c> (EIO), and <see cref="WasiResult.StreamFailures"/> has
/// the exception. Beyond <see cref="WasiLimits.MaxOutput"/> the run ends.
/// </para>
/// </remarks>
public sealed class WasiOutput
{
    private readonly Func<StandardStreamContext, int, StreamInode> _open;
    private readonly bool _isLimited;
    private readonly int _capacity;

    private WasiOutput(Func<StandardStreamContext, int, StreamInode> open, bool isLimited, int capacity = 0) =>
        (_open, _isLimited, _capacity) = (open, isLimited, capacity);

    /// <summary>Gets an output that discards all bytes.</summary>
    public static WasiOutput Discard { get; } = new(static (_, _) => NullStream.Output, isLimited: false);

    /// <summary>Gets the standard output of the .NET process (descriptor 1). The guest cannot close it.</summary>
    public static WasiOutput InheritOutput { get; } =
        new(static (_, _) => StandardStreams.InheritOutput(1), isLimited: false);

    /// <summary>Gets the standard error of the .NET process (descriptor 2). The guest cannot close it.</summary>
    public static WasiOutput InheritError { get; } =
        new(static (_, _) => StandardStreams.InheritOutput(2), isLimited: false);

    /// <summary>Creates an output that writes to a stream. The caller disposes the stream after the run.</summary>
    /// <param name="stream">
    /// A writable stream. If its type implements asynchronous writes, only those are used, so it may refuse synchronous ones as the body of
    /// an HTTP response does. It is flushed by <c>fd_sync</c> and <c>fd_datasync</c>, and when the process ends.
    /// </param>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    public static WasiOutput ToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream == Stream.Null ? Discard
            : stream.CanWrite ? new WasiOutput(
                (context, descriptor) => new ManagedOutput(stream, OutputChannel.Get(stream), context, descriptor), isLimited: true)
            : throw new ArgumentException("The stream cannot be written. Pass a stream whose 'CanWrite' is true.", nameof(stream));
    }

    /// <summary>Creates an output that writes to a pipe, such as the body of an HTTP response.</summary>
    /// <param name="writer">The writer of the pipe. The caller completes it after the run.</param>
    /// <remarks>
    /// The guest waits while the pipe is full (<see cref="PipeOptions.PauseWriterThreshold"/>). After its reader has completed, writes
    /// fail.
    /// </remarks>
    public static WasiOutput ToPipe(PipeWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new WasiOutput(
            (context, descriptor) => new ManagedOutput(new PipeWriterStream(writer), OutputChannel.Get(writer), context, descriptor),
            isLimited: true);
    }

    /// <summary>Creates an output that writes to a file of the host, like <c>&gt; path</c> in a shell.</summary>
    /// <param name="path">
    /// The path of a file, device or named pipe on the host. Each process opens it when it starts, and truncates it.
    /// </param>
    /// <remarks>Faster than a <see cref="FileStream"/>, because the kernel copies directly from the guest's memory.</remarks>
    public static WasiOutput ToFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new WasiOutput((_, _) => StandardStreams.CreateFile(path), isLimited: false);
    }

    /// <summary>Creates an output that decodes the guest's bytes as UTF-8 and writes them to a text writer.</summary>
    /// <param name="writer">The writer. It is flushed like a stream (<see cref="ToStream"/>); the caller disposes it after the run.</param>
    public static WasiOutput ToText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new WasiOutput(
            (context, descriptor) => new ManagedOutput(new TextWriterStream(writer), OutputChannel.Get(writer), context, descriptor),
            isLimited: writer != TextWriter.Null);
    }

    /// <summary>Returns the same output with a buffer that collects small writes.</summary>
    /// <param name="bytes">The size of the buffer in bytes. The default is 64 KiB.</param>
    /// <remarks>
    /// The buffer is flushed when it is full, before the guest reads its standard input, waits in <c>poll_oneoff</c>, synchronises or
    /// closes a descriptor, and when the process ends.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is zero or negative.</exception>
    public WasiOutput Buffered(int bytes = 1 << 16)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return new WasiOutput(_open, _isLimited, bytes);
    }

    internal bool IsBuffered => _capacity > 0;

    /// <summary>Opens the output for one process.</summary>
    /// <param name="context">The state that the standard streams of the process share.</param>
    /// <param name="descriptor">The descriptor: 1 for standard output, 2 for standard error.</param>
    internal Inode Open(StandardStreamContext context, int descriptor)
    {
        StreamInode output = _open(context, descriptor);
        if (IsBuffered)
        {
            output = new BufferedOutput(output, _capacity);
        }

        return _isLimited ? new LimitedOutput(output, context) : output;
    }
}
