using System.IO;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>What stands behind a guest's first three descriptors.</summary>
internal static class StandardStreams
{
    internal static Inode Open(Stream stream, HostOpen mode)
    {
        StreamFile file = new(stream);
        _ = file.GetStat(out Filestat stat);
        return new FileInode(file, stat, mode);
    }

    /// <summary>One of the host's own, which stays open when the guest closes it.</summary>
    internal static Inode Open(int descriptor, HostOpen mode)
    {
        SafeFileHandle handle = StandardHandle.Open(descriptor);
        return FileCalls.GetStat(handle, out Filestat stat) == Errno.Success
            ? new FileInode(new HostStream(handle, stat.Filetype), stat, mode)
            : Open(Stream.Null, mode);
    }
}
