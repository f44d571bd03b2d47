using System;
using System.IO;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Base class of the standard streams over a <see cref="System.IO.Stream"/> of the embedder. If the stream may block, a worker thread calls
/// it with a buffer of the host, so that the guest's thread can be released within a bounded time.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="mode">The access mode.</param>
/// <param name="context">The state that the standard streams of the process share.</param>
/// <param name="descriptor">The initial descriptor of the stream.</param>
internal abstract class ManagedStream(Stream stream, HostOpen mode, StandardStreamContext context, int descriptor)
    : StreamInode(s_stat, mode)
{
    /// <summary>The maximum length of a buffer between the guest and the stream.</summary>
    private protected const int MaxBufferLength = 1 << 16;

    private static readonly Filestat s_stat = new(0, 0, Filetype.Unknown, 1, 0, 0, 0, 0);

    /// <summary>The stream of the embedder.</summary>
    private protected Stream Stream { get; } = stream;

    /// <summary>The state that the standard streams of the process share.</summary>
    private protected StandardStreamContext Context { get; } = context;

    /// <summary>True if the stream is known to never block, so that it can be called synchronously on the guest's thread.</summary>
    private protected bool NeverBlocks { get; } =
        stream.GetType() == typeof(MemoryStream)
        || stream is FileStream { CanSeek: true } or TextWriterStream { NeverBlocks: true } or TextReaderStream { NeverBlocks: true };

    internal override Errno GetStat(out Filestat stat)
    {
        stat = s_stat;
        return Errno.Success;
    }

    /// <summary>Records a failure of the stream.</summary>
    /// <returns>The error of the guest's call: <c>Errno.Io</c> (EIO).</returns>
    private protected Errno Fail(Exception exception)
    {
        Context.Report(descriptor, exception);
        return Errno.Io;
    }

    /// <summary>Returns the exception of a task that has failed or was cancelled.</summary>
    private protected static Exception GetException(Task task) => task.Exception?.InnerException ?? new TaskCanceledException(task);
}
