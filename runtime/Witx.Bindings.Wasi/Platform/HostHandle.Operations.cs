using System;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Portable;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <content>
/// Operations on an open file or stream, each by one system call where the host has it. Offsets and sizes must not exceed
/// <see cref="long.MaxValue"/>.
/// </content>
internal sealed partial class HostHandle
{
    /// <summary>True if <see cref="Read"/> and <see cref="Write"/> accept sockets.</summary>
    internal static bool TransfersSockets => !OperatingSystem.IsWindows();

    /// <summary>True if a character device may accept offsets, as <c>/dev/zero</c> does.</summary>
    internal static bool DevicesMayHaveOffsets => !OperatingSystem.IsWindows();

    /// <summary>Reads a file at an offset (<c>preadv</c>).</summary>
    internal Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) =>
        OperatingSystem.IsWindows()
            ? PortableFile.ReadAt(RuntimeFile, vectors, offset, out count)
            : UnixFile.ReadAt(this, vectors, offset, out count);

    /// <summary>Writes a file at an offset (<c>pwritev</c>).</summary>
    internal Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) =>
        OperatingSystem.IsWindows()
            ? PortableFile.WriteAt(RuntimeFile, vectors, offset, out count)
            : UnixFile.WriteAt(this, vectors, offset, out count);

    /// <summary>Reads the next bytes of a stream such as a FIFO, a terminal or a stream socket (<c>readv</c>).</summary>
    internal Errno Read(in IoVectors vectors, out uint count) =>
        OperatingSystem.IsWindows() ? PortableFile.ReadAt(RuntimeFile, vectors, 0, out count) : UnixFile.Read(this, vectors, out count);

    /// <summary>Writes to a stream (<c>writev</c>).</summary>
    internal Errno Write(in IoVectors vectors, out uint count) =>
        OperatingSystem.IsWindows() ? PortableFile.WriteAt(RuntimeFile, vectors, 0, out count) : UnixFile.Write(this, vectors, out count);

    /// <summary>Writes at the current end of a file.</summary>
    /// <param name="vectors">The bytes.</param>
    /// <param name="count">The number of bytes written.</param>
    /// <param name="end">The offset behind the last of these bytes.</param>
    internal Errno Append(in IoVectors vectors, out uint count, out ulong end) =>
        OperatingSystem.IsWindows()
            ? PortableFile.Append(RuntimeFile, vectors, out count, out end)
            : UnixFile.Append(this, vectors, out count, out end);

    /// <summary>Returns the attributes of a file (<c>fstat</c>).</summary>
    internal Errno GetStat(out Filestat stat) =>
        OperatingSystem.IsWindows() ? PortableFile.GetStat(RuntimeFile, out stat) : UnixStat.Get(this, out stat);

    /// <summary>Truncates or extends a file (<c>ftruncate</c>).</summary>
    internal Errno SetSize(ulong size) =>
        OperatingSystem.IsWindows() ? PortableFile.SetSize(RuntimeFile, size) : UnixFile.SetSize(this, size);

    /// <summary>Reserves disk space and extends a file to at least <c>offset + length</c> (<c>fallocate</c>).</summary>
    /// <returns><c>Errno.Notsup</c> (ENOTSUP) where the host cannot reserve space.</returns>
    internal Errno Allocate(ulong offset, ulong length) =>
        OperatingSystem.IsWindows() ? Errno.Notsup : UnixFile.Allocate(this, offset, length);

    /// <summary>
    /// Announces how a range of a file will be used (<c>posix_fadvise</c>). Has no effect where the host has no such call.
    /// </summary>
    internal Errno Advise(ulong offset, ulong length, Advice advice) =>
        OperatingSystem.IsWindows() ? Errno.Success : UnixFile.Advise(this, offset, length, advice);

    /// <summary>Sets the timestamps of a file (<c>futimens</c>).</summary>
    internal Errno SetTimes(FileTimes times) =>
        OperatingSystem.IsWindows() ? PortableFile.SetTimes(RuntimeFile, times) : UnixFile.SetTimes(this, times);

    /// <summary>Writes data and metadata of a file to the disk (<c>fsync</c>).</summary>
    internal Errno Sync() => OperatingSystem.IsWindows() ? PortableFile.Sync(RuntimeFile) : UnixFile.Sync(this);

    /// <summary>Writes data of a file to the disk, and the metadata needed to read it (<c>fdatasync</c>).</summary>
    internal Errno DataSync() => OperatingSystem.IsWindows() ? PortableFile.Sync(RuntimeFile) : UnixFile.DataSync(this);

    // On Windows every file is opened by the runtime.
    private SafeFileHandle RuntimeFile => (SafeFileHandle)RuntimeHandle!;
}
