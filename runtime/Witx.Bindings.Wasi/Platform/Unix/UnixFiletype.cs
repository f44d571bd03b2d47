namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>Converts file types of a Unix to WASI's.</summary>
internal static class UnixFiletype
{
    /// <summary>Converts the upper four bits of <c>st_mode</c>. A FIFO becomes unknown, because preview1 has no type for it.</summary>
    internal static Filetype FromMode(uint mode) => FromEntryType((byte)(mode >> 12 & 0xf));

    /// <summary>Converts <c>d_type</c> of a directory entry, whose values are the upper four bits of <c>st_mode</c>.</summary>
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
