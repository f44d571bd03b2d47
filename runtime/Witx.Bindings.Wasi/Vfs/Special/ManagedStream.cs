using System;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Base class of the standard streams over a <see cref="System.IO.Stream"/> of the embedder. If the stream may block, a worker thread calls
/// it with a buffer of the host, so that the guest's thread can be released within a bounded time.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="mode">The access mode.</param>
internal abstract class ManagedStream(Stream stream, HostOpen mode) : StreamInode(s_stat, mode)
{
    /// <summary>The maximum length of a buffer between the guest and the stream.</summary>
    private protected const int MaxBufferLength = 1 << 16;

    private static readonly Filestat s_stat = new(0, 0, Filetype.Unknown, 1, 0, 0, 0, 0);

    private StreamWorker? _worker;

    /// <summary>The stream of the embedder.</summary>
    private protected Stream Stream { get; } = stream;

    /// <summary>True if the stream is known to never block, so that it can be called on the guest's thread.</summary>
    private protected bool NeverBlocks { get; } =
        stream == System.IO.Stream.Null
        || stream.GetType() == typeof(MemoryStream)
        || stream is FileStream { CanSeek: true } or TextWriterStream { NeverBlocks: true };

    /// <summary>The worker thread. Most streams never need one.</summary>
    private protected StreamWorker Worker => LazyInitializer.EnsureInitialized(ref _worker, static () => new StreamWorker());

    internal override Errno GetStat(out Filestat stat)
    {
        stat = s_stat;
        return Errno.Success;
    }

    /// <summary>True for an exception of the stream that the guest receives as <c>Errno.Io</c> (EIO).</summary>
    private protected static bool IsFailure(Exception exception) =>
        exception is IOException or ObjectDisposedException or NotSupportedException;
}
