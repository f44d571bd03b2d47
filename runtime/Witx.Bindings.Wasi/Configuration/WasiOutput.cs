using System;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>The destination of a guest's standard output or standard error.</summary>
/// <remarks>Bytes are passed on before the guest's call returns, unless the output is <see cref="Buffered"/>.</remarks>
public sealed class WasiOutput
{
    private readonly Func<CancellationToken, StreamInode> _open;
    private readonly int _capacity;

    private WasiOutput(Func<CancellationToken, StreamInode> open, int capacity = 0) => (_open, _capacity) = (open, capacity);

    /// <summary>Gets an output that discards all bytes.</summary>
    public static WasiOutput Discard { get; } = ToStream(Stream.Null);

    /// <summary>Gets the standard output of the .NET process (descriptor 1). The guest cannot close it.</summary>
    public static WasiOutput InheritOutput { get; } = new(static _ => StandardStreams.InheritOutput(1));

    /// <summary>Gets the standard error of the .NET process (descriptor 2). The guest cannot close it.</summary>
    public static WasiOutput InheritError { get; } = new(static _ => StandardStreams.InheritOutput(2));

    /// <summary>Creates an output that writes to a stream. The caller disposes the stream after the run.</summary>
    /// <param name="stream">A writable stream. It is flushed by <c>fd_sync</c> and <c>fd_datasync</c>, and when the process ends.</param>
    /// <remarks>
    /// If the run can be cancelled, the stream may be written on another thread. If the stream throws, the guest's write fails with
    /// <c>Errno.Io</c> (EIO).
    /// </remarks>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    public static WasiOutput ToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanWrite
            ? new WasiOutput(cancellation => new ManagedOutput(stream, cancellation))
            : throw new ArgumentException("The stream cannot be written. Pass a stream whose 'CanWrite' is true.", nameof(stream));
    }

    /// <summary>Creates an output that writes to a file of the host, like <c>&gt; path</c> in a shell.</summary>
    /// <param name="path">
    /// The path of a file, device or named pipe on the host. Each process opens it when it starts, and truncates it.
    /// </param>
    /// <remarks>Faster than a <see cref="FileStream"/>, because the kernel copies directly from the guest's memory.</remarks>
    public static WasiOutput ToFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new WasiOutput(_ => StandardStreams.CreateFile(path));
    }

    /// <summary>Creates an output that decodes the guest's bytes as UTF-8 and writes them to a text writer.</summary>
    /// <param name="writer">The writer. It is flushed like a stream (<see cref="ToStream"/>); the caller disposes it after the run.</param>
    public static WasiOutput ToText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new WasiOutput(cancellation => new ManagedOutput(new TextWriterStream(writer), cancellation));
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
        return new WasiOutput(_open, bytes);
    }

    internal bool IsBuffered => _capacity > 0;

    /// <summary>Opens the output for one process.</summary>
    /// <param name="cancellation">The cancellation token of the process.</param>
    internal Inode Open(CancellationToken cancellation)
    {
        StreamInode output = _open(cancellation);
        return IsBuffered ? new BufferedOutput(output, _capacity) : output;
    }
}
