using System;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>The source of a guest's standard input (<see cref="WasiOptions.Input"/>).</summary>
public sealed class WasiInput
{
    private readonly Func<Inode> _open;

    private WasiInput(Func<Inode> open) => _open = open;

    /// <summary>Gets an empty input: the first read reports the end of the file.</summary>
    public static WasiInput Empty { get; } = FromStream(Stream.Null);

    /// <summary>Gets the standard input of the .NET process (descriptor 0).</summary>
    /// <remarks>
    /// The guest reads the descriptor itself, so it does not see text that <see cref="Console.In"/> has already buffered.
    /// </remarks>
    public static WasiInput Inherit { get; } = new(StandardStreams.InheritInput);

    /// <summary>Creates an input from bytes. Each process reads all of them.</summary>
    /// <param name="bytes">The content. It is not copied: do not change it while guests use it.</param>
    public static WasiInput FromBytes(ReadOnlyMemory<byte> bytes) => new(() => new BufferInode(bytes));

    /// <summary>Creates an input from text, which the guest reads as UTF-8 without a byte order mark.</summary>
    /// <param name="text">The text.</param>
    public static WasiInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Creates an input from a stream. The caller disposes the stream after the run.</summary>
    /// <param name="stream">A readable stream.</param>
    /// <remarks>
    /// The stream may be read on another thread, and further than the guest has read. A stream that blocks does not keep a cancelled
    /// guest from ending. If the stream throws, the guest's read fails with <c>Errno.Io</c> (EIO).
    /// </remarks>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static WasiInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanRead
            ? new WasiInput(() => new ManagedInput(stream))
            : throw new ArgumentException("The stream cannot be read. Pass a stream whose 'CanRead' is true.", nameof(stream));
    }

    internal Inode Open() => _open();
}
