namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>How data is moved between an open file and buffers.</summary>
internal enum Transfer
{
    Read,
    Write,
    ReadAt,
    WriteAt,

    /// <summary>To the end, wherever that is. Linux's alone, and never of a single buffer.</summary>
    Append,
}
