using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>Opens files by path: for <c>path_open</c>, and for the action <c>open</c> of a process that is spawned.</summary>
/// <remarks>The requested rights select only the access mode.</remarks>
internal static class OpenRequest
{
    private const Rights ReadMode = Rights.FdRead | Rights.FdReaddir;
    private const Rights WriteMode = Rights.FdWrite | Rights.FdAllocate | Rights.FdFilestatSetSize;

    internal static bool Follows(Lookupflags flags) => (flags & Lookupflags.SymlinkFollow) != 0;

    /// <summary>Returns the rights on the directory that an open needs.</summary>
    internal static Rights GetDirectoryRights(Oflags how) =>
        Rights.PathOpen
        | ((how & Oflags.Creat) != 0 ? Rights.PathCreateFile : 0)
        | ((how & Oflags.Trunc) != 0 ? Rights.PathFilestatSetSize : 0);

    /// <summary>True if files that are opened through a directory descriptor may have the access mode and flags.</summary>
    internal static bool IsAllowed(Descriptor from, Rights requested, Fdflags flags)
    {
        Rights sync = ((flags & Fdflags.Dsync) != 0 ? Rights.FdDatasync : 0)
            | ((flags & (Fdflags.Sync | Fdflags.Rsync)) != 0 ? Rights.FdSync : 0);
        return ((GetMode(requested) | sync) & ~from.InheritingRights) == 0;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="from">The descriptor of the directory.</param>
    /// <param name="start">The base directories of the path.</param>
    /// <param name="path">The path.</param>
    /// <param name="lookup">The flags of the path resolution.</param>
    /// <param name="how">The flags of the open.</param>
    /// <param name="requested">The rights that select the access mode.</param>
    /// <param name="flags">The flags of the open file.</param>
    /// <param name="file">The open file; null on failure.</param>
    internal static Errno Open(
        Descriptor from,
        PathBase start,
        ReadOnlySpan<byte> path,
        Lookupflags lookup,
        Oflags how,
        Rights requested,
        Fdflags flags,
        out OpenFileDescription? file)
    {
        Rights mode = GetMode(requested);
        HostOpen open = ((mode & ReadMode) != 0 ? HostOpen.Read : 0)
            | ((mode & WriteMode) != 0 ? HostOpen.Write : 0)
            | ((how & Oflags.Creat) != 0 ? HostOpen.Create : 0)
            | ((how & Oflags.Excl) != 0 ? HostOpen.Exclusive : 0)
            | ((how & Oflags.Trunc) != 0 ? HostOpen.Truncate : 0)
            | ((how & Oflags.Directory) != 0 ? HostOpen.Directory : 0)
            | (Follows(lookup) ? HostOpen.Follow : 0)
            | HostOpen.DeferStat;
        Errno error = PathOperations.Open(start, path, open, out Inode? inode, out Mount? mount);
        file = error != Errno.Success ? null : new OpenFileDescription(inode!, mount, flags)
        {
            GuestPath = inode is DirectoryInode && from.File.GuestPath is { } directory ? WorkingDirectory.Join(directory, path) : null,
        };
        return error;
    }

    private static Rights GetMode(Rights requested)
    {
        Rights mode = requested & (ReadMode | WriteMode);
        return mode == 0 ? Rights.FdRead : mode;
    }
}
