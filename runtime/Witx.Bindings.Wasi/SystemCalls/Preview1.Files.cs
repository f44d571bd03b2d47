using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Operations on open files: reading, writing, seeking, attributes and directory entries.</content>
internal partial class Preview1
{
    public partial Result<ulong, Errno> FdRead(GuestMemory memory, Fd fd, GuestList<Iovec> iovs)
    {
        IoVectors vectors = Vectors(memory, iovs);
        uint count = 0;
        Errno error = Find(fd, Rights.FdRead, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            if (_buffers && descriptor.File == Process.StandardInput)
            {
                FlushOutput();
            }

            error = descriptor.File.Contents.Read(descriptor.File, vectors, thread.Waiter, out count);
            thread.BytesRead += count;
        }

        TraceLog?.FdRead(fd.Value, count);
        return ToResult<ulong>(error, count);
    }

    public partial Result<ulong, Errno> FdPread(GuestMemory memory, Fd fd, GuestList<Iovec> iovs, ulong offset)
    {
        IoVectors vectors = Vectors(memory, iovs);
        uint count = 0;
        Errno error = Find(fd, Rights.FdRead | Rights.FdSeek, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Contents.ReadAt(descriptor.File, vectors, offset, thread.Waiter, out count);
            thread.BytesRead += count;
        }

        TraceLog?.FdPread(fd.Value, offset, count);
        return ToResult<ulong>(error, count);
    }

    public partial Result<ulong, Errno> FdWrite(GuestMemory memory, Fd fd, GuestList<Ciovec> iovs)
    {
        IoVectors vectors = Vectors(memory, iovs);
        uint count = 0;
        Errno error = Find(fd, Rights.FdWrite, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Contents.Write(descriptor.File, vectors, thread.Waiter, out count);
            thread.BytesWritten += count;
            if (error == Errno.Pipe)
            {
                RaiseBrokenPipe();
            }
        }

        TraceLog?.FdWrite(fd.Value, count);
        return ToResult<ulong>(error, count);
    }

    public partial Result<ulong, Errno> FdPwrite(GuestMemory memory, Fd fd, GuestList<Ciovec> iovs, ulong offset)
    {
        IoVectors vectors = Vectors(memory, iovs);
        uint count = 0;
        Errno error = Find(fd, Rights.FdWrite | Rights.FdSeek, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Contents.WriteAt(descriptor.File, vectors, offset, thread.Waiter, out count);
            thread.BytesWritten += count;
        }

        TraceLog?.FdPwrite(fd.Value, offset, count);
        return ToResult<ulong>(error, count);
    }

    public partial Result<ulong, Errno> FdSeek(Fd fd, long offset, Whence whence)
    {
        TraceLog?.FdSeek(fd.Value, offset, whence.ToString());
        // A seek by 0 from the current position needs only the right of fd_tell.
        if (offset == 0 && whence == Whence.Cur)
        {
            return Tell(fd);
        }

        ulong position = 0;
        Errno error = Find(fd, Rights.FdSeek, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Inode.Seek(descriptor.File, offset, whence, out position);
        }

        return ToResult(error, position);
    }

    public partial Result<ulong, Errno> FdTell(Fd fd)
    {
        Result<ulong, Errno> answer = Tell(fd);
        DebugLog?.FdTell(fd.Value, answer.Value);
        return answer;
    }

    public partial Errno FdAdvise(Fd fd, ulong offset, ulong len, Advice advice)
    {
        DebugLog?.FdAdvise(fd.Value, offset, len, advice.ToString());
        Errno error = Find(fd, Rights.FdAdvise, out Descriptor descriptor);
        return error == Errno.Success ? descriptor.File.Inode.Advise(offset, len, advice) : error;
    }

    public partial Errno FdAllocate(Fd fd, ulong offset, ulong len)
    {
        DebugLog?.FdAllocate(fd.Value, offset, len);
        Errno error = Find(fd, Rights.FdAllocate, out Descriptor descriptor);
        return error == Errno.Success ? descriptor.File.Inode.Allocate(offset, len, thread.Waiter) : error;
    }

    public partial Result<Filestat, Errno> FdFilestatGet(Fd fd)
    {
        DebugLog?.FdFilestatGet(fd.Value);
        Filestat stat = default;
        Errno error = Find(fd, Rights.FdFilestatGet, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Contents.GetStat(out stat);
        }

        return ToResult(error, HideWasixFiletype(stat));
    }

    public partial Errno FdFilestatSetSize(Fd fd, ulong size)
    {
        DebugLog?.FdFilestatSetSize(fd.Value, size);
        Errno error = Find(fd, Rights.FdFilestatSetSize, out Descriptor descriptor);
        return error == Errno.Success ? descriptor.File.Inode.SetSize(size, thread.Waiter) : error;
    }

    public partial Errno FdFilestatSetTimes(Fd fd, ulong atim, ulong mtim, Fstflags fstFlags)
    {
        DebugLog?.FdFilestatSetTimes(fd.Value, atim, mtim);
        Errno error = Find(fd, Rights.FdFilestatSetTimes, out Descriptor descriptor);
        return error != Errno.Success ? error
            : !AreConsistent(fstFlags) ? Errno.Inval
            : descriptor.File.Inode.SetTimes(new(atim, mtim, fstFlags));
    }

    public partial Result<ulong, Errno> FdReaddir(Fd fd, GuestRef<byte> buf, ulong bufLen, ulong cookie)
    {
        TraceLog?.FdReaddir(fd.Value);
        uint used = 0;
        Span<byte> buffer = GetBuffer(buf, bufLen);
        Errno error = Find(fd, Rights.FdReaddir, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            error = descriptor.File.Inode is DirectoryInode directory
                ? ReadEntries(descriptor.File, directory, buffer, cookie, out used)
                : Errno.Notdir;
        }

        return ToResult<ulong>(error, used);
    }

    /// <summary>True if no timestamp is set both to a given time and to the current time.</summary>
    private static bool AreConsistent(Fstflags flags) =>
        (flags & (Fstflags.Atim | Fstflags.AtimNow)) != (Fstflags.Atim | Fstflags.AtimNow)
        && (flags & (Fstflags.Mtim | Fstflags.MtimNow)) != (Fstflags.Mtim | Fstflags.MtimNow);

    private Result<ulong, Errno> Tell(Fd fd)
    {
        ulong position = 0;
        Errno error = Find(fd, Rights.FdTell, out Descriptor descriptor);

        // The right fd_seek includes fd_tell.
        if (error == Errno.Success || (error != Errno.Badf && descriptor.Allows(Rights.FdSeek)))
        {
            error = descriptor.File.Inode.Tell(descriptor.File, out position);
        }

        return ToResult(error, position);
    }
}
