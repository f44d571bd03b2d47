using System;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>Where a guest's standard output or standard error goes. What the guest writes is there when its call returns, unless it is <see cref="Buffered"/>.</summary>
public sealed class WasiOutput
{
    private readonly Func<CancellationToken, FileHandle> _open;
    private readonly int _capacity;

    private WasiOutput(Func<CancellationToken, FileHandle> open, int capacity = 0) => (_open, _capacity) = (open, capacity);

    /// <summary>Nowhere.</summary>
    public static WasiOutput Discard { get; } = ToStream(Stream.Null);

    /// <summary>The host's own standard output.</summary>
    public static WasiOutput InheritOutput { get; } = new(static _ => StandardStreams.Inherited(1));

    /// <summary>The host's own standard error.</summary>
    public static WasiOutput InheritError { get; } = new(static _ => StandardStreams.Inherited(2));

    /// <summary>A stream. It is flushed when the guest synchronises it and when the process ends, and stays the caller's to dispose.</summary>
    /// <param name="stream">A stream that can be written.</param>
    public static WasiOutput ToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanWrite
            ? new WasiOutput(cancellation => new StreamFile(stream, cancellation))
            : throw new ArgumentException("the stream cannot be written", nameof(stream));
    }

    /// <summary>A file of the host, or whatever has a path there: a device, a named pipe. It is written straight from guest memory.</summary>
    /// <param name="path">The host's path. Each process opens it anew, and empties it, as a shell does.</param>
    public static WasiOutput ToFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new WasiOutput(_ => StandardStreams.Opened(path));
    }

    /// <summary>A text writer, for guests that write UTF-8. Flushed and disposed like a stream.</summary>
    /// <param name="writer">The writer.</param>
    public static WasiOutput ToText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new WasiOutput(cancellation => new StreamFile(new TextStream(writer), cancellation));
    }

    /// <summary>
    /// The same with small writes collected. They are handed on when there are too many, before the guest reads its standard input, waits in
    /// <c>poll_oneoff</c>, synchronises or closes a descriptor, and when it ends.
    /// </summary>
    /// <param name="bytes">How many bytes are held back at most.</param>
    public WasiOutput Buffered(int bytes = 1 << 16)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return new WasiOutput(_open, bytes);
    }

    internal bool IsBuffered => _capacity > 0;

    /// <summary>Opens the output for one process.</summary>
    /// <param name="cancellation">The token that cancels the process.</param>
    internal Inode Open(CancellationToken cancellation)
    {
        FileHandle handle = _open(cancellation);
        return StandardStreams.Open(IsBuffered ? new BufferedFile(handle, _capacity) : handle, HostOpen.Write);
    }
}
