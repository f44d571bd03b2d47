using System;

namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>The process that virtual devices act on: its terminal, standard streams and random numbers.</summary>
internal interface IDeviceBackend
{
    /// <summary>True if the process has a terminal, so that <c>tty</c> can be opened.</summary>
    bool HasTerminal { get; }

    /// <summary>The open file that descriptor 0 started with. <c>tty</c> reads from it.</summary>
    OpenFileDescription? StandardInput { get; }

    /// <summary>The open file that descriptor 1 started with. <c>tty</c> writes to it.</summary>
    OpenFileDescription? StandardOutput { get; }

    /// <summary>Fills a buffer from the random source of the process.</summary>
    Errno FillRandom(Span<byte> buffer);
}
