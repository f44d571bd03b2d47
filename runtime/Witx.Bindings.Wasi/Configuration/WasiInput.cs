using System;
using System.IO;
using System.IO.Pipelines;
using System.Text;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>The source of a guest's standard input (<see cref="WasiOptions.Input"/>).</summary>
/// <remarks>
/// A stream, reader or pipe may be read on another thread, and further than the guest has read. The token of the run is passed to
/// asynchronous reads. One that blocks does not keep a cancelled guest from ending. One that throws is an error <c>Errno.Io</c> (EIO) of
/// the guest's read, and an entry of <see cref="WasiResult.StreamFailures"/>. Use each for one run at a time.
/// </remarks>
public sealed class WasiInput
{
    private readonly Func<StandardStreamContext, Inode> _open;

    private WasiInput(Func<StandardStreamContext, Inode> open) => _open = open;

    /// <summary>Gets an empty input: the first read reports the end of the file.</summary>
    public static WasiInput Empty { get; } = new(static _ => NullStream.Input);

    /// <summary>Gets the standard input of the .NET process (descriptor 0).</summary>
    /// <remarks>
    /// The guest reads the descriptor itself, so it does not see text that <see cref="Console.In"/> has already buffered.
    /// </remarks>
    public static WasiInput Inherit { get; } = new(static _ => StandardStreams.InheritInput());

    /// <summary>Creates an input from bytes. Each process reads all of them.</summary>
    /// <param name="bytes">The content. It is not copied: do not change it while guests use it.</param>
    public static WasiInput FromBytes(ReadOnlyMemory<byte> bytes) => new(_ => new BufferInode(bytes));

    /// <summary>Creates an input from text, which the guest reads as UTF-8 without a byte order mark.</summary>
    /// <param name="text">The text.</param>
    public static WasiInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Creates an input from a text reader, whose text the guest reads as UTF-8.</summary>
    /// <param name="reader">The reader. The caller disposes it after the run.</param>
    public static WasiInput FromText(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new WasiInput(context => new ManagedInput(new TextReaderStream(reader), context));
    }

    /// <summary>Creates an input from a stream. The caller disposes the stream after the run.</summary>
    /// <param name="stream">A readable stream. If its type implements asynchronous reads, only those are used.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static WasiInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream == Stream.Null ? Empty
            : stream.CanRead ? new WasiInput(context => new ManagedInput(stream, context))
            : throw new ArgumentException("The stream cannot be read. Pass a stream whose 'CanRead' is true.", nameof(stream));
    }

    /// <summary>Creates an input from a pipe, such as the body of an HTTP request.</summary>
    /// <param name="reader">The reader of the pipe. The caller completes it after the run.</param>
    public static WasiInput FromPipe(PipeReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new WasiInput(context => new ManagedInput(reader.AsStream(leaveOpen: true), context));
    }

    /// <summary>Opens the input for one process.</summary>
    internal Inode Open(StandardStreamContext context) => _open(context);
}
