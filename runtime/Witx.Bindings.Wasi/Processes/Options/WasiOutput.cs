using System;
using System.IO;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>Where a guest's standard output or standard error goes. What the guest writes is there when its call returns.</summary>
public sealed class WasiOutput
{
    private readonly Func<Inode> _open;

    private WasiOutput(Func<Inode> open) => _open = open;

    /// <summary>Nowhere.</summary>
    public static WasiOutput Discard { get; } = ToStream(Stream.Null);

    /// <summary>The host's own standard output.</summary>
    public static WasiOutput InheritOutput { get; } = new(static () => StandardStreams.Open(1, HostOpen.Write));

    /// <summary>The host's own standard error.</summary>
    public static WasiOutput InheritError { get; } = new(static () => StandardStreams.Open(2, HostOpen.Write));

    /// <summary>A stream. It is flushed when the guest synchronises it and when the process ends, and stays the caller's to dispose.</summary>
    /// <param name="stream">A stream that can be written.</param>
    public static WasiOutput ToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanWrite
            ? new WasiOutput(() => StandardStreams.Open(stream, HostOpen.Write))
            : throw new ArgumentException("the stream cannot be written", nameof(stream));
    }

    /// <summary>A text writer, for guests that write UTF-8. Flushed and disposed like a stream.</summary>
    /// <param name="writer">The writer.</param>
    public static WasiOutput ToText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new WasiOutput(() => StandardStreams.Open(new TextStream(writer), HostOpen.Write));
    }

    internal Inode Open() => _open();
}
