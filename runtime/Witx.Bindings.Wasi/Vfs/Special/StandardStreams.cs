using System;
using System.IO;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>What stands behind a guest's first three descriptors.</summary>
internal static class StandardStreams
{
    internal static Inode Open(FileHandle handle, HostOpen mode)
    {
        _ = handle.GetStat(out Filestat stat);
        return new FileInode(handle, stat, mode);
    }

    /// <summary>A file of the host, opened for this and closed with it.</summary>
    /// <exception cref="IOException">The host does not open it.</exception>
    /// <exception cref="UnauthorizedAccessException">The host does not let it be written.</exception>
    internal static FileHandle Opened(string path)
    {
        HostHandle handle = new(File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        _ = handle.GetStat(out Filestat stat);
        return new HostStream(handle, stat.Filetype, reportsTimes: false);
    }

    /// <summary>One of the host's own, which stays open when the guest closes it.</summary>
    internal static FileHandle Inherited(int descriptor)
    {
        HostHandle handle = StandardHandle.Open(descriptor);
        return handle.GetStat(out Filestat stat) == Errno.Success
            ? new HostStream(handle, stat.Filetype, reportsTimes: false)
            : new StreamFile(Stream.Null);
    }
}
