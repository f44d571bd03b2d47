using System;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Portable;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The calls on an open file of the host. Offsets and sizes fit a signed 64-bit number: callers see to it.</summary>
internal static class FileCalls
{
    /// <summary>Reads from a file at an offset.</summary>
    internal static Errno ReadAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        OperatingSystem.IsWindows()
            ? PortableFile.ReadAt(Portable(file), vectors, offset, out count)
            : UnixFile.ReadAt(file, vectors, offset, out count);

    /// <summary>Writes to a file at an offset.</summary>
    internal static Errno WriteAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        OperatingSystem.IsWindows()
            ? PortableFile.WriteAt(Portable(file), vectors, offset, out count)
            : UnixFile.WriteAt(file, vectors, offset, out count);

    /// <summary>Reads what comes next from something without offsets: a FIFO, a terminal.</summary>
    internal static Errno Read(HostHandle file, in IoVectors vectors, out uint count) =>
        OperatingSystem.IsWindows() ? PortableFile.ReadAt(Portable(file), vectors, 0, out count) : UnixFile.Read(file, vectors, out count);

    /// <summary>Writes what comes next to something without offsets.</summary>
    internal static Errno Write(HostHandle file, in IoVectors vectors, out uint count) =>
        OperatingSystem.IsWindows() ? PortableFile.WriteAt(Portable(file), vectors, 0, out count) : UnixFile.Write(file, vectors, out count);

    /// <summary>Writes at the end of a file, wherever others have moved it, and says where that left it.</summary>
    internal static Errno Append(HostHandle file, in IoVectors vectors, out uint count, out ulong end) =>
        OperatingSystem.IsWindows()
            ? PortableFile.Append(Portable(file), vectors, out count, out end)
            : UnixFile.Append(file, vectors, out count, out end);

    internal static Errno GetStat(HostHandle file, out Filestat stat) =>
        OperatingSystem.IsWindows() ? PortableFile.GetStat(Portable(file), out stat) : UnixStat.Get(file, out stat);

    internal static Errno SetSize(HostHandle file, ulong size) =>
        OperatingSystem.IsWindows() ? PortableFile.SetSize(Portable(file), size) : UnixFile.SetSize(file, size);

    /// <summary>Reserves room on the disk: the file is at least that long afterwards.</summary>
    internal static Errno Allocate(HostHandle file, ulong offset, ulong length) =>
        OperatingSystem.IsWindows() ? Errno.Notsup : UnixFile.Allocate(file, offset, length);

    /// <summary>Tells the host how a part of a file will be used.</summary>
    internal static Errno Advise(HostHandle file, ulong offset, ulong length, Advice advice) =>
        OperatingSystem.IsWindows() ? Errno.Success : UnixFile.Advise(file, offset, length, advice);

    internal static Errno SetTimes(HostHandle file, FileTimes times) =>
        OperatingSystem.IsWindows() ? PortableFile.SetTimes(Portable(file), times) : UnixFile.SetTimes(file, times);

    /// <summary>Data and metadata to the disk itself.</summary>
    internal static Errno Sync(HostHandle file) => OperatingSystem.IsWindows() ? PortableFile.Sync(Portable(file)) : UnixFile.Sync(file);

    /// <summary>Data to the disk itself, and the metadata that it takes to find it again.</summary>
    internal static Errno DataSync(HostHandle file) => OperatingSystem.IsWindows() ? PortableFile.Sync(Portable(file)) : UnixFile.DataSync(file);

    /// <summary>Without calls of a Unix all files are opened by the runtime.</summary>
    private static SafeFileHandle Portable(HostHandle file) => (SafeFileHandle)file.Runtime!;
}
