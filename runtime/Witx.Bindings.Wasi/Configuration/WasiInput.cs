using System;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>What a guest reads as its standard input.</summary>
public sealed class WasiInput
{
    private readonly Func<Inode> _open;

    private WasiInput(Func<Inode> open) => _open = open;

    /// <summary>Nothing: the end is reached at once.</summary>
    public static WasiInput Empty { get; } = FromStream(Stream.Null);

    /// <summary>The host's own standard input, which the guest reads past the host's readers and buffers.</summary>
    public static WasiInput Inherit { get; } = new(static () => StandardStreams.Open(StandardStreams.Inherited(0), HostOpen.Read));

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes, which must not change any more.</param>
    public static WasiInput FromBytes(ReadOnlyMemory<byte> bytes) => new(() => new BufferInode(bytes));

    /// <summary>Text, as UTF-8.</summary>
    /// <param name="text">The text.</param>
    public static WasiInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A stream. It may be read ahead of the guest, and by another thread. It stays the caller's to dispose.</summary>
    /// <param name="stream">A stream that can be read.</param>
    public static WasiInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanRead
            ? new WasiInput(() => StandardStreams.Open(new StreamFile(stream), HostOpen.Read))
            : throw new ArgumentException("the stream cannot be read", nameof(stream));
    }

    internal Inode Open() => _open();
}
