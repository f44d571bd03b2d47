using System;

namespace Witx.Bindings.Wasi;

/// <summary>A compiled program in a <see cref="WasiProgramCache"/>. It is immutable.</summary>
public sealed class WasiCachedProgram
{
    internal WasiCachedProgram(string key, long size, DateTimeOffset lastUsed) => (Key, Size, LastUsed) = (key, size, lastUsed);

    /// <summary>
    /// Gets 64 hexadecimal digits: a hash of the program's source, the version of the engine and its settings. A program that runs with and
    /// without interruption is in the cache twice.
    /// </summary>
    public string Key { get; }

    /// <summary>Gets the size of the file in bytes.</summary>
    public long Size { get; }

    /// <summary>Gets the time at which a host last loaded or compiled the program.</summary>
    public DateTimeOffset LastUsed { get; }
}
