using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Duplication of descriptors, pipes, event counters and descriptor flags.</content>
internal partial class Wasix
{
    public partial Result<Fd, Errno> FdDup(Fd fd)
    {
        Errno error = Descriptors.Duplicate(fd, minimum: 0, closeOnExec: false, out Fd duplicate);
        DebugLog?.FdDup(fd.Value, duplicate.Value);
        return ToResult(error, duplicate);
    }

    public partial Result<Fd, Errno> FdDup2(Fd fd, Fd minResultFd, Bool cloexec)
    {
        // A minimum at or above the limit is EINVAL, unlike a full table, which is EMFILE (fcntl(3p), F_DUPFD).
        Errno error = minResultFd.Value >= (uint)Descriptors.Capacity && Descriptors.TryGet(fd, out _) ? Errno.Inval
            : Descriptors.Duplicate(fd, minResultFd.Value, cloexec == Bool.True, out fd);
        return ToResult(error, fd);
    }

    public partial Result<Fd, Errno> FdEvent(ulong initialVal, ushort flags)
    {
        if ((flags & ~((ushort)Eventfdflags.Semaphore | (ushort)Fdflags.Nonblock)) != 0)
        {
            return Errno.Inval;
        }

        EventInode counter = new(initialVal, ((Eventfdflags)flags).HasFlag(Eventfdflags.Semaphore));
        Errno error = Insert(counter, out Fd fd, (Fdflags)flags & Fdflags.Nonblock);
        DebugLog?.FdEvent(initialVal, fd.Value);
        return ToResult(error, fd);
    }

    public partial Result<(Fd, Fd), Errno> FdPipe()
    {
        if (!Pipe.TryCreate(Process.Ledger, out Pipe? pipe))
        {
            return Errno.Nomem;
        }

        Errno error = InsertPair(new PipeInode(pipe, null), new PipeInode(null, pipe), out Fd reads, out Fd writes);
        TraceLog?.FdPipe(reads.Value, writes.Value);
        return ToResult(error, (reads, writes));
    }

    public partial Result<Fdflagsext, Errno> FdFdflagsGet(Fd fd) =>
        Descriptors.TryGet(fd, out Descriptor? descriptor)
            ? descriptor.CloseOnExec ? Fdflagsext.Cloexec : (Fdflagsext)0
            : Errno.Badf;

    public partial Errno FdFdflagsSet(Fd fd, Fdflagsext flags)
    {
        while (Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            if (Descriptors.Replace(fd, descriptor, descriptor.WithCloseOnExec(flags.HasFlag(Fdflagsext.Cloexec))))
            {
                return Errno.Success;
            }
        }

        return Errno.Badf;
    }

    /// <summary>Inserts a descriptor for a new inode. Closes the inode on failure.</summary>
    private protected Errno Insert(Inode inode, out Fd fd, Fdflags flags = 0)
    {
        OpenFileDescription file = new(inode, flags: flags);
        Errno error = Descriptors.Insert(new Descriptor(file), out fd);
        if (error != Errno.Success)
        {
            file.Release();
        }

        return error;
    }

    /// <summary>Inserts descriptors for two inodes, or for neither.</summary>
    private protected Errno InsertPair(Inode first, Inode second, out Fd firstFd, out Fd secondFd)
    {
        secondFd = default;
        Errno error = Insert(first, out firstFd);
        if (error != Errno.Success)
        {
            second.Close();
            return error;
        }

        error = Insert(second, out secondFd);
        if (error != Errno.Success)
        {
            _ = Descriptors.Remove(firstFd);
        }

        return error;
    }
}
