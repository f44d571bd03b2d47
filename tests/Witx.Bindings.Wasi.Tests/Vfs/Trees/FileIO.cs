using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Reads and writes open files. Arrays take the place of guest memory.</summary>
internal static class FileIO
{
    private static readonly WasiClock s_clock = new(TimeProvider.System);

    public static Errno ReadAt(OpenFileDescription file, byte[] buffer, ulong offset, out uint count) =>
        ReadAt(file, buffer, [new IoVector(0, (ulong)buffer.Length)], offset, out count);

    public static Errno WriteAt(OpenFileDescription file, byte[] data, ulong offset, out uint count) =>
        WriteAt(file, data, [new IoVector(0, (ulong)data.Length)], offset, out count);

    public static Errno SetSize(OpenFileDescription file, ulong size)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.SetSize(size, waiter);
    }

    public static Errno Allocate(OpenFileDescription file, ulong offset, ulong length)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.Allocate(offset, length, waiter);
    }

    public static Errno Sync(OpenFileDescription file)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.Sync(waiter);
    }

    public static Errno DataSync(OpenFileDescription file)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.DataSync(waiter);
    }

    public static Errno Read(OpenFileDescription file, byte[] buffer, out uint count)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.Read(
            file, new IoVectors(new GuestMemory(buffer), new[] { new IoVector(0, (ulong)buffer.Length) }), waiter, out count);
    }

    public static Errno Write(OpenFileDescription file, byte[] data, out uint count)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.Write(
            file, new IoVectors(new GuestMemory(data), new[] { new IoVector(0, (ulong)data.Length) }), waiter, out count);
    }

    /// <summary>Reads through several buffers of one memory.</summary>
    public static Errno ReadAt(OpenFileDescription file, byte[] memory, IoVector[] vectors, ulong offset, out uint count) =>
        file.Inode.ReadAt(file, new IoVectors(new GuestMemory(memory), vectors), offset, waiter: null, out count);

    /// <summary>Writes through several buffers of one memory.</summary>
    public static Errno WriteAt(OpenFileDescription file, byte[] memory, IoVector[] vectors, ulong offset, out uint count)
    {
        using Waiter waiter = new(new ProcessShutdown(), s_clock);
        return file.Inode.WriteAt(file, new IoVectors(new GuestMemory(memory), vectors), offset, waiter, out count);
    }

    public static Errno ReadAll(OpenFileDescription file, out byte[] bytes)
    {
        List<byte> all = [];
        byte[] buffer = new byte[1000];
        Errno error;
        uint count;
        do
        {
            error = ReadAt(file, buffer, (ulong)all.Count, out count);
            all.AddRange(buffer.Take((int)count));
        }
        while (error == Errno.Success && count > 0);

        bytes = [.. all];
        return error;
    }

    public static Filestat MustStat(OpenFileDescription file)
    {
        Assert.Equal(Errno.Success, file.Inode.GetStat(out Filestat stat));
        return stat;
    }

    /// <summary>Lists the entries of a directory that follow a cookie.</summary>
    public static IReadOnlyList<(string Name, ulong Inode, Filetype Filetype, ulong Cookie)> List(
        OpenFileDescription directory, ulong cookie = 0, int maxCount = int.MaxValue)
    {
        DirectoryListing listing = directory.Cursor ??= ((DirectoryInode)directory.Inode).List();
        Assert.Equal(Errno.Success, listing.MoveTo(cookie));
        List<(string, ulong, Filetype, ulong)> entries = [];
        while (entries.Count < maxCount)
        {
            Assert.Equal(Errno.Success, listing.Peek(out HostEntry entry, out bool found));
            if (!found)
            {
                break;
            }

            entries.Add((Encoding.UTF8.GetString(entry.Name), entry.Inode, entry.Filetype, entry.Cookie));
            listing.Advance();
        }

        return entries;
    }
}
