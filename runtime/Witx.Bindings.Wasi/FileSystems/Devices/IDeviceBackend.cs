using System;

namespace Witx.Bindings.Wasi;

/// <summary>The process that virtual devices act on: its terminal, standard streams and random numbers.</summary>
internal interface IDeviceBackend
{
    /// <summary>True if the process has a terminal, so that <c>tty</c> can be opened.</summary>
    bool HasTerminal { get; }

    /// <summary>The file that <c>tty</c> reads.</summary>
    OpenFile? StandardInput { get; }

    /// <summary>The file that <c>tty</c> writes.</summary>
    OpenFile? StandardOutput { get; }

    /// <summary>Fills a buffer with random bytes.</summary>
    Errno FillRandom(Span<byte> buffer);
}
