using System;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>How an entry of a host directory is opened. What is opened never blocks the open, becomes no terminal of ours and is not inherited by programs.</summary>
[Flags]
internal enum HostOpen
{
    None = 0,
    Read = 1 << 0,
    Write = 1 << 1,
    Create = 1 << 2,

    /// <summary>With <see cref="Create"/>: something of that name is an error, a link included.</summary>
    Exclusive = 1 << 3,
    Truncate = 1 << 4,

    /// <summary>Anything but a directory is <c>notdir</c>.</summary>
    Directory = 1 << 5,

    /// <summary>Follow a link in last place, within the directory. Only where a whole path is resolved.</summary>
    Follow = 1 << 6,

    /// <summary>Each write returns when its data is on the disk.</summary>
    DataSync = 1 << 7,

    /// <summary>Each write returns when its data and metadata are on the disk.</summary>
    Sync = 1 << 8,

    /// <summary>Nothing about it may be changed through this, its times included.</summary>
    OnReadOnlyMount = 1 << 9,

    /// <summary>What it is may be left to be asked when it matters.</summary>
    DeferStat = 1 << 10,
}
