using System;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Operations on all kinds of descriptors: close, renumber, synchronise, flags, rights and preopens.</content>
internal partial class Preview1
{
    public partial Errno FdClose(Fd fd)
    {
        FlushOutput();
        Errno error = Descriptors.Remove(fd);

        // Cancellation ends the wait for the flush of a blocking stream. The guest must not continue then.
        thread.Waiter.ThrowIfEnded();
        DebugLog?.FdClose(Process.Id, fd.Value, error.ToString());
        return error;
    }

    /// <remarks>
    /// The C library of WASIX implements dup2(3p) by this function, so that the source stays open and the target need not be open.
    /// </remarks>
    public partial Errno FdRenumber(Fd fd, Fd to)
    {
        DebugLog?.FdRenumber(fd.Value, to.Value);
        FlushOutput();
        bool isDuplicated = fd != to && (personality == Personality.Wasix || Process.ImportsWasix);
        Errno error = isDuplicated ? Descriptors.DuplicateTo(fd, to) : Descriptors.Move(fd, to);
        thread.Waiter.ThrowIfEnded();
        return error;
    }

    public partial Errno FdSync(Fd fd)
    {
        DebugLog?.FdSync(fd.Value);
        if (!Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            return Errno.Badf;
        }

        if (!descriptor.Allows(Rights.FdSync))
        {
            return Errno.Acces;
        }

        Inode inode = descriptor.File.Inode;
        Errno error = _buffers ? inode.Flush(descriptor.File, thread.Waiter) : Errno.Success;
        return error != Errno.Success ? error
            : Process.SyncsDirectories && inode is DirectoryInode directory ? directory.SyncEntries() : inode.Sync(thread.Waiter);
    }

    public partial Errno FdDatasync(Fd fd)
    {
        Errno error = Errno.Badf;
        if (Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            Inode inode = descriptor.File.Inode;
            error = !descriptor.Allows(Rights.FdDatasync) ? Errno.Acces
                : _buffers && inode.Flush(descriptor.File, thread.Waiter) is var failure and not Errno.Success ? failure
                : Process.SyncsDirectories && inode is DirectoryInode directory ? directory.SyncEntries()
                : inode.DataSync(thread.Waiter);
        }

        DebugLog?.FdDatasync(fd.Value, error.ToString());
        return error;
    }

    public partial Result<Fdstat, Errno> FdFdstatGet(Fd fd)
    {
        if (!Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            return Errno.Badf;
        }

        OpenFileDescription file = descriptor.File;
        return new Fdstat(
            HideWasixFiletype(file.Inode.Filetype), file.Flags, descriptor.Rights & KnownRights, descriptor.InheritingRights & KnownRights);
    }

    public partial Errno FdFdstatSetFlags(Fd fd, Fdflags flags)
    {
        Errno error = Find(fd, Rights.FdFdstatSetFlags, out Descriptor descriptor);
        if (error == Errno.Success)
        {
            descriptor.File.Flags = flags;
        }

        return error;
    }

    public partial Errno FdFdstatSetRights(Fd fd, Rights fsRightsBase, Rights fsRightsInheriting)
    {
        DebugLog?.FdFdstatSetRights(fd.Value);
        while (Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            if ((fsRightsBase & ~descriptor.Rights) != 0 || (fsRightsInheriting & ~descriptor.InheritingRights) != 0)
            {
                return Errno.Notcapable;
            }

            if (Descriptors.Replace(fd, descriptor, descriptor.WithRights(fsRightsBase, fsRightsInheriting)))
            {
                return Errno.Success;
            }
        }

        return Errno.Badf;
    }

    public partial Result<Prestat, Errno> FdPrestatGet(Fd fd)
    {
        TraceLog?.FdPrestatGet(fd.Value);
        return Descriptors.TryGet(fd, out Descriptor? descriptor) && descriptor.PreopenName is { } name
            ? Prestat.Dir(new PrestatDir((ulong)name.Length))
            : Errno.Badf;
    }

    public partial Errno FdPrestatDirName(Fd fd, GuestRef<byte> path, ulong pathLen)
    {
        if (!Descriptors.TryGet(fd, out Descriptor? descriptor))
        {
            return Errno.Badf;
        }

        if (descriptor.PreopenName is not { } name)
        {
            return Errno.Notdir;
        }

        TraceLog?.FdPrestatDirName(fd.Value, PrintableText.From(name));
        Span<byte> buffer = GetBuffer(path, pathLen);
        return name.AsSpan().TryCopyTo(buffer) ? Errno.Success : Errno.Nametoolong;
    }
}
