using System;
using System.IO;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>Opens the host's files and standard streams as standard streams of a guest.</summary>
internal static class StandardStreams
{
    /// <summary>Creates or truncates a file of the host for writing. It is closed with the inode.</summary>
    /// <exception cref="IOException">The host cannot open the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The host does not permit to write the file.</exception>
    internal static StreamInode CreateFile(string path)
    {
        HostHandle handle = new(File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        _ = handle.GetStat(out Filestat stat);
        return new HostStream(handle, stat, HostOpen.Write, reportsTimes: false);
    }

    /// <summary>Opens the host's standard input. It stays open when the guest closes it.</summary>
    internal static StreamInode InheritInput() => Inherit(0, HostOpen.Read);

    /// <summary>Opens the host's standard output (descriptor 1) or standard error (descriptor 2). It stays open as well.</summary>
    internal static StreamInode InheritOutput(int descriptor) => Inherit(descriptor, HostOpen.Write);

    private static StreamInode Inherit(int descriptor, HostOpen mode)
    {
        HostHandle handle = StandardHandle.Open(descriptor);
        return handle.GetStat(out Filestat stat) == Errno.Success
            ? new HostStream(handle, stat, mode, reportsTimes: false)
            : mode == HostOpen.Read ? NullStream.Input : NullStream.Output;
    }
}
