using System;

namespace Witx.Bindings.Wasi;

/// <summary>The access to a path that a guest requests. A request has one or more of these flags.</summary>
[Flags]
public enum WasiFileAccess
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>
    /// Get the attributes of the file, or the target of a symbolic link (<c>path_filestat_get</c>, <c>path_readlink</c>).
    /// </summary>
    Inspect = 1 << 0,

    /// <summary>Open the file for reading, or list a directory (<c>path_open</c>, <c>fd_readdir</c>).</summary>
    Read = 1 << 1,

    /// <summary>Open the file for writing, or truncate it (<c>path_open</c>).</summary>
    Write = 1 << 2,

    /// <summary>
    /// Create the name: a file, directory, symbolic link or hard link, or the new name of a rename. <c>path_open</c> with the flag
    /// <c>creat</c> requests it even if the file exists.
    /// </summary>
    Create = 1 << 3,

    /// <summary>Remove the name, or replace it by a rename.</summary>
    Remove = 1 << 4,

    /// <summary>Set the access time or the modification time, by path or through an open descriptor.</summary>
    SetTimes = 1 << 5,

    /// <summary>
    /// Create a hard link: the path is the existing name or the new one. The request for the existing name also has
    /// <see cref="Inspect"/>, <see cref="Read"/>, <see cref="Write"/> and <see cref="SetTimes"/>, because the new name may give that
    /// access.
    /// </summary>
    Link = 1 << 6,

    /// <summary>
    /// Rename a file or directory: the path is the old name or the new one. The request for the old name also has <see cref="Inspect"/>,
    /// <see cref="Read"/>, <see cref="Write"/>, <see cref="SetTimes"/> and <see cref="Remove"/>, because the new name may give that access.
    /// </summary>
    Rename = 1 << 7,
}
