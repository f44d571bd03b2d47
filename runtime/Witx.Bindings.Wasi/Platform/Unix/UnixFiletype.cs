namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>The kinds of a file as Unix tells them.</summary>
internal static class UnixFiletype
{
    /// <summary>From a mode's upper four bits. A FIFO has no name in preview1.</summary>
    internal static Filetype FromMode(uint mode) => FromEntryType((byte)(mode >> 12 & 0xf));

    /// <summary>From a directory entry's type, whose numbers are a mode's upper four bits.</summary>
    internal static Filetype FromEntryType(byte type) => type switch
    {
        2 => Filetype.CharacterDevice,
        4 => Filetype.Directory,
        6 => Filetype.BlockDevice,
        8 => Filetype.RegularFile,
        10 => Filetype.SymbolicLink,
        12 => Filetype.SocketStream,
        _ => Filetype.Unknown,
    };
}
