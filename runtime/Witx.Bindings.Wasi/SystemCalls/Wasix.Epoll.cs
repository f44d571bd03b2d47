using System;
using System.Buffers;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Waiting with interest lists: <c>epoll_*</c>.</content>
internal partial class Wasix
{
    public partial Result<Fd, Errno> EpollCreate() => ToResult(Insert(new EpollInode(Process.Ledger), out Fd fd), fd);

    public partial Errno EpollCtl(Fd epfd, EpollCtl op, Fd fd, GuestRef<EpollEvent> @event)
    {
        Errno error = FindEpoll(epfd, out EpollInode list);
        if (error != Errno.Success)
        {
            return error;
        }

        error = Find(fd, Rights.PollFdReadwrite, out Descriptor descriptor);
        return error != Errno.Success ? error
            : !CanBeWatched(descriptor.File.Inode) ? Errno.Perm
            : list.Control(op, fd, descriptor.File, op == WasiTypes.EpollCtl.Del ? default : @event.Read());
    }

    public partial Result<ulong, Errno> EpollWait(Fd epfd, GuestRef<EpollEvent> @event, ulong maxevents, ulong timeout)
    {
        FlushOutput();
        Errno error = FindEpoll(epfd, out EpollInode list);
        if (error != Errno.Success || maxevents == 0)
        {
            return error != Errno.Success ? error : Errno.Inval;
        }

        int capacity = (int)Math.Min(maxevents, (ulong)Process.Limits.MaxSubscriptions);
        GuestList<EpollEvent> events = @event.AsList((uint)capacity);
        EpollEvent[] occurred = ArrayPool<EpollEvent>.Shared.Rent(capacity);
        try
        {
            error = list.Wait(occurred.AsSpan(0, capacity), Caller.Waiter.GetDeadline(timeout), Caller.Waiter, out int count);
            for (int i = 0; i < count; i++)
            {
                events[i] = occurred[i];
            }

            return ToResult(error, (ulong)count);
        }
        finally
        {
            ArrayPool<EpollEvent>.Shared.Return(occurred);
        }
    }

    /// <summary>False for regular files and directories, which are always ready. epoll_ctl(2) returns EPERM for them.</summary>
    private static bool CanBeWatched(Inode inode) => (inode.Rights & Rights.FdSeek) == 0 && inode is not DirectoryInode;

    private Errno FindEpoll(Fd fd, out EpollInode list)
    {
        Errno error = Find(fd, Rights.PollFdReadwrite, out Descriptor descriptor);
        list = error == Errno.Success ? (descriptor.File.Inode as EpollInode)! : null!;
        return error == Errno.Success && list is null ? Errno.Inval : error;
    }
}
