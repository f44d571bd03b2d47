using System;

namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>The process that virtual devices act on: its terminal, standard streams and random numbers.</summary>
internal interface IDeviceBackend
{
    /// <summary>True if the process has a terminal, so that <c>tty</c> can be opened.</summary>
    bool HasTerminal { get; }

    /// <summary>The file that <c>tty</c> reads.</summary>
    OpenFileDescription? StandardInput { get; }

    /// <summary>The file that <c>tty</c> writes.</summary>
    OpenFileDescription? StandardOutput { get; }

    /// <summary>Fills a buffer with random bytes.</summary>
    Errno FillRandom(Span<byte> buffer);
}
