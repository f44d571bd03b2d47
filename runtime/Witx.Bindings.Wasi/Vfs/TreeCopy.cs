using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Copies everything below a directory into another one. Not recursive: a guest chooses the depth of a tree.</summary>
internal static class TreeCopy
{
    private const int BufferSize = 1 << 16;

    /// <summary>Copies files, directories and symbolic links. Existing files and links of the same name are replaced.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    internal static void Run(DirectoryInode source, DirectoryInode destination)
    {
        Stack<Level> levels = [];
        byte[] buffer = new byte[BufferSize];
        try
        {
            levels.Push(new Level(source, destination, DirectoryNames.Read(source), OwnsDirectories: false));
            while (levels.TryPeek(out Level? level))
            {
                if (!level.Names.TryDequeue(out byte[]? name))
                {
                    levels.Pop().Dispose();
                    continue;
                }

                Check(level.Source.GetStat(name, out Filestat stat), name);
                switch (stat.Filetype)
                {
                    case Filetype.Directory:
                        levels.Push(OpenLevel(level, name));
                        break;
                    case Filetype.RegularFile:
                        CopyFile(level, name, buffer);
                        break;
                    case Filetype.SymbolicLink:
                        CopyLink(level, name, buffer);
                        break;
                    default:
                        break;
                }
            }
        }
        finally
        {
            while (levels.TryPop(out Level? level))
            {
                level.Dispose();
            }
        }
    }

    private static Level OpenLevel(Level parent, byte[] name)
    {
        Errno error = parent.Destination.CreateDirectory(name);
        Check(error == Errno.Exist ? Errno.Success : error, name);
        Check(parent.Source.Open(name, HostOpen.Read | HostOpen.Directory, out Inode? source), name);
        Inode? destination = null;
        try
        {
            Check(parent.Destination.Open(name, HostOpen.Read | HostOpen.Directory, out destination), name);
            return new Level((DirectoryInode)source!, (DirectoryInode)destination!, DirectoryNames.Read((DirectoryInode)source!), true);
        }
        catch
        {
            source!.Close();
            destination?.Close();
            throw;
        }
    }

    private static void CopyFile(Level level, byte[] name, byte[] buffer)
    {
        Check(level.Source.Open(name, HostOpen.Read, out Inode? source), name);
        using OpenedFile reader = new(source!);
        Check(level.Destination.Open(name, HostOpen.Write | HostOpen.Create | HostOpen.Truncate, out Inode? destination), name);
        using OpenedFile writer = new(destination!);
        for (ulong offset = 0; ;)
        {
            Check(reader.Read(buffer, offset, out int count), name);
            if (count == 0)
            {
                return;
            }

            Check(writer.Write(buffer.AsMemory(0, count), offset), name);
            offset += (ulong)count;
        }
    }

    private static void CopyLink(Level level, byte[] name, byte[] buffer)
    {
        Check(level.Source.ReadLink(name, buffer, out int length), name);
        Errno error = level.Destination.CreateLink(name, buffer.AsSpan(0, length));
        if (error == Errno.Exist)
        {
            Check(level.Destination.RemoveFile(name), name);
            error = level.Destination.CreateLink(name, buffer.AsSpan(0, length));
        }

        Check(error, name);
    }

    private static void Check(Errno error, byte[] name)
    {
        if (error != Errno.Success)
        {
            throw new IOException($"Cannot copy '{PrintableText.From(Encoding.UTF8.GetString(name))}': {error}.");
        }
    }

    private sealed record Level(DirectoryInode Source, DirectoryInode Destination, Queue<byte[]> Names, bool OwnsDirectories) : IDisposable
    {
        public void Dispose()
        {
            if (OwnsDirectories)
            {
                Source.Close();
                Destination.Close();
            }
        }
    }
}
