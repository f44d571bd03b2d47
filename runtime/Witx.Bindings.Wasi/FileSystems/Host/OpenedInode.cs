using System.Threading;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>
/// What a guest opened below a directory of the host, before anybody asked what it is. Nearly always it is a file, and most guests read or
/// write it and are done. That works without knowing: the system refuses offsets to whatever has none, and no call on what was opened waits.
/// So it takes one system call less.
/// </summary>
/// <param name="directory">Below which it was opened.</param>
/// <param name="handle">The host's descriptor. The inode closes it.</param>
/// <param name="mode">How it was opened.</param>
internal sealed class OpenedInode(HostDirectory directory, SafeFileHandle handle, HostOpen mode) : Inode
{
    private const Fdflags Particular = Fdflags.Append | Fdflags.Dsync | Fdflags.Rsync | Fdflags.Sync;

    private readonly Lock _gate = new();
    private readonly FileInode _file = new(new HostFile(handle), default, mode);
    private Inode? _settled;

    internal override Filetype Filetype => Settle().Filetype;

    internal override Rights Rights => Settle().Rights;

    /// <summary>Asks what it is.</summary>
    /// <returns>The inode of its kind, each time the same.</returns>
    internal Inode Settle()
    {
        if (Volatile.Read(ref _settled) is null)
        {
            _ = GetStat(out _);
        }

        return Volatile.Read(ref _settled) ?? _file;
    }

    internal override Errno GetStat(out Filestat stat)
    {
        lock (_gate)
        {
            Errno error = FileCalls.GetStat(handle, out stat);
            if (error == Errno.Success && _settled is null)
            {
                Volatile.Write(ref _settled, InodeOf(stat));
            }

            return error;
        }
    }

    internal override Errno Read(OpenFile file, IoVectors vectors, Waiter waiter, out uint count)
    {
        Inode inode = InodeFor(file);
        Errno answer = inode.Read(file, vectors, waiter, out count);
        return MustSettle(inode, answer) ? Settle().Read(file, vectors, waiter, out count) : answer;
    }

    internal override Errno Write(OpenFile file, IoVectors vectors, Waiter waiter, out uint count)
    {
        Inode inode = InodeFor(file);
        Errno answer = inode.Write(file, vectors, waiter, out count);
        return MustSettle(inode, answer) ? Settle().Write(file, vectors, waiter, out count) : answer;
    }

    internal override Errno ReadAt(OpenFile file, IoVectors vectors, ulong offset, out uint count)
    {
        Inode inode = InodeFor(file);
        Errno answer = inode.ReadAt(file, vectors, offset, out count);
        return MustSettle(inode, answer) ? Settle().ReadAt(file, vectors, offset, out count) : answer;
    }

    internal override Errno WriteAt(OpenFile file, IoVectors vectors, ulong offset, out uint count)
    {
        Inode inode = InodeFor(file);
        Errno answer = inode.WriteAt(file, vectors, offset, out count);
        return MustSettle(inode, answer) ? Settle().WriteAt(file, vectors, offset, out count) : answer;
    }

    internal override void Closed()
    {
        lock (_gate)
        {
            (_settled ?? _file).Closed();
        }
    }

    /// <summary>What a transfer takes it for.</summary>
    private Inode InodeFor(OpenFile file) => Volatile.Read(ref _settled) ?? ((file.Flags & Particular) == 0 ? _file : Settle());

    private bool MustSettle(Inode inode, Errno answer) =>
        inode == _file && answer is Errno.Spipe or Errno.Again or Errno.Isdir && Volatile.Read(ref _settled) != _file;

    private Inode InodeOf(in Filestat stat)
    {
        if (stat.Filetype is Filetype.RegularFile or Filetype.BlockDevice)
        {
            _file.Learn(stat);
            return _file;
        }

        Inode inode = directory.Adopt(UnixDirectory.Over(handle, stat), stat, mode);
        return mode.HasFlag(HostOpen.Fixed) && inode is DirectoryInode found ? new ReadOnlyDirectory(found) : inode;
    }
}
