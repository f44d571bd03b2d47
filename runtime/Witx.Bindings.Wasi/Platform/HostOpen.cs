using System;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Options for opening an entry of a host directory. Every open is non-blocking and close-on-exec, and never makes a terminal the
/// controlling one of the host (<c>O_NONBLOCK</c>, <c>O_CLOEXEC</c>, <c>O_NOCTTY</c>).
/// </summary>
[Flags]
internal enum HostOpen
{
    None = 0,
    Read = 1 << 0,
    Write = 1 << 1,
    Create = 1 << 2,

    /// <summary>With <see cref="Create"/>: an existing entry is an error, including a symbolic link (<c>O_EXCL</c>).</summary>
    Exclusive = 1 << 3,
    Truncate = 1 << 4,

    /// <summary>The open fails with <c>Errno.Notdir</c> (ENOTDIR) unless the entry is a directory (<c>O_DIRECTORY</c>).</summary>
    Directory = 1 << 5,

    /// <summary>Follows a symbolic link in the last component. Only for operations that take a path.</summary>
    Follow = 1 << 6,

    /// <summary>Each write returns when its data is on the disk (<c>O_DSYNC</c>).</summary>
    DataSync = 1 << 7,

    /// <summary>Each write returns when its data and metadata are on the disk (<c>O_SYNC</c>).</summary>
    Sync = 1 << 8,

    /// <summary>The mount is read-only: the file must not be changed through this open, not even its timestamps.</summary>
    OnReadOnlyMount = 1 << 9,

    /// <summary><c>fstat</c> may be deferred until the file type matters.</summary>
    DeferStat = 1 << 10,
}
