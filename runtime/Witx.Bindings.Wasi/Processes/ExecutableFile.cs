using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Reads a file of the guest that is executed.</summary>
internal static class ExecutableFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="process">The process.</param>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="contents">The contents. They are charged to the ledger of the run, for the caller to release.</param>
    /// <returns>
    /// <c>Errno.Acces</c> (EACCES) if it is not a regular file below a mount with <see cref="WasiMount.AllowExecution"/>,
    /// <c>Errno.Nomem</c> (ENOMEM) beyond <see cref="WasiLimits.MaxProgramSize"/> or <see cref="WasiLimits.MaxHostMemory"/>, or the
    /// error of the file system.
    /// </returns>
    internal static Errno Read(Waiter waiter, WasiProcess process, byte[] path, out byte[]? contents)
    {
        contents = null;
        if (process.Root is not { } root)
        {
            return Errno.Noent;
        }

        Errno error = PathOperations.Open(
            new PathBase(root, root.Mount, root), path, HostOpen.Read | HostOpen.Follow, out Inode? inode, out Mount? mount);
        if (error != Errno.Success)
        {
            return error == Errno.Isdir ? Errno.Acces : error;
        }

        OpenFileDescription file = new(inode!, mount);
        try
        {
            error = file.Inode.GetStat(out Filestat stat);
            return error != Errno.Success ? error
                : stat.Filetype != Filetype.RegularFile || mount?.AllowsExecution != true ? Errno.Acces
                : stat.Size > (ulong)process.Limits.MaxProgramSize ? Errno.Nomem
                : !process.Ledger.TryCharge((long)stat.Size) ? Errno.Nomem
                : ReadCharged(waiter, process, file, (int)stat.Size, out contents);
        }
        finally
        {
            file.Release();
        }
    }

    private static Errno ReadCharged(Waiter waiter, WasiProcess process, OpenFileDescription file, int length, out byte[]? contents)
    {
        contents = null;
        try
        {
            return Read(waiter, file, length, out contents);
        }
        finally
        {
            process.Ledger.Release(contents is null ? length : 0);
        }
    }

    private static Errno Read(Waiter waiter, OpenFileDescription file, int length, out byte[]? contents)
    {
        contents = null;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        int total = 0;
        while (total < length)
        {
            waiter.ThrowIfEnded();
            Span<IoVector> vectors = [new IoVector((ulong)total, (ulong)(length - total))];
            IoVectors destination = new(new GuestMemory(bytes), vectors);
            Errno error = file.Inode.ReadAt(file, destination, (ulong)total, waiter, out uint count);
            if (error != Errno.Success || count == 0)
            {
                // Another process has made the file shorter.
                return error == Errno.Success ? Errno.Noexec : error;
            }

            total += (int)count;
        }

        contents = bytes;
        return Errno.Success;
    }
}
