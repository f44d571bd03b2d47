using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Path operations of a guest, with paths as strings, from one base directory.</summary>
internal sealed class GuestFiles(PathBase start)
{
    private const HostOpen ReadWrite = HostOpen.Read | HostOpen.Write;

    public PathBase Start => start;

    public Errno Open(string path, HostOpen open, out OpenFileDescription? file)
    {
        Errno error = PathOperations.Open(start, Bytes(path), open | HostOpen.DeferStat, out Inode? inode, out Mount? mount);
        file = error == Errno.Success ? new OpenFileDescription(inode!, mount) : null;
        return error;
    }

    /// <summary>Opens a path and closes it at once.</summary>
    public Errno OpenAndClose(string path, HostOpen open)
    {
        Errno error = Open(path, open, out OpenFileDescription? file);
        file?.Release();
        return error;
    }

    /// <summary>Opens a path and asserts that this succeeds.</summary>
    public OpenFileDescription MustOpen(string path, HostOpen open = ReadWrite)
    {
        Assert.Equal(Errno.Success, Open(path, open, out OpenFileDescription? file));
        return file!;
    }

    /// <summary>Creates operations that start at an opened directory.</summary>
    public GuestFiles Below(OpenFileDescription directory) =>
        new(start with { Directory = (DirectoryInode)directory.Inode, Mount = directory.Mount });

    public Errno Stat(string path, out Filestat stat) => PathOperations.GetStat(start, Bytes(path), follow: true, out stat);

    public Errno StatLink(string path, out Filestat stat) => PathOperations.GetStat(start, Bytes(path), follow: false, out stat);

    public Filestat MustStat(string path)
    {
        Assert.Equal(Errno.Success, StatLink(path, out Filestat stat));
        return stat;
    }

    public Errno SetTimes(string path, bool follow, FileTimes times) => PathOperations.SetTimes(start, Bytes(path), follow, times);

    public Errno CreateDirectory(string path) => PathOperations.CreateDirectory(start, Bytes(path));

    public Errno RemoveDirectory(string path) => PathOperations.RemoveDirectory(start, Bytes(path));

    public Errno RemoveFile(string path) => PathOperations.RemoveFile(start, Bytes(path));

    public Errno CreateLink(string path, string target) => PathOperations.CreateLink(start, Bytes(path), Bytes(target));

    public Errno Link(string path, string newPath) => PathOperations.Link(start, Bytes(path), start, Bytes(newPath));

    public Errno Rename(string path, string newPath) => PathOperations.Rename(start, Bytes(path), start, Bytes(newPath));

    public Errno ReadLink(string path, out string target, int capacity = 4096)
    {
        byte[] buffer = new byte[capacity];
        Errno error = PathOperations.ReadLink(start, Bytes(path), buffer, out int length);
        target = Encoding.UTF8.GetString(buffer, 0, length);
        return error;
    }

    public Errno WriteText(string path, string text)
    {
        Errno error = Open(path, HostOpen.Write | HostOpen.Create | HostOpen.Truncate, out OpenFileDescription? file);
        if (error == Errno.Success)
        {
            error = FileIO.WriteAt(file!, Encoding.UTF8.GetBytes(text), 0, out _);
            file!.Release();
        }

        return error;
    }

    public Errno ReadText(string path, out string text)
    {
        text = "";
        Errno error = Open(path, HostOpen.Read | HostOpen.Follow, out OpenFileDescription? file);
        if (error == Errno.Success)
        {
            error = FileIO.ReadAll(file!, out byte[] bytes);
            text = Encoding.UTF8.GetString(bytes);
            file!.Release();
        }

        return error;
    }

    public string MustReadText(string path)
    {
        Assert.Equal(Errno.Success, ReadText(path, out string text));
        return text;
    }

    /// <summary>Lists the names in a directory without "." and "..", in ordinal order.</summary>
    public string[] List(string path)
    {
        OpenFileDescription directory = MustOpen(path, HostOpen.Read | HostOpen.Directory);
        string[] names = [.. FileIO.List(directory).Select(static entry => entry.Name).Except([".", ".."]).Order(StringComparer.Ordinal)];
        directory.Release();
        return names;
    }

    /// <summary>
    /// Creates directories ("a/"), symbolic links ("a -> b") and files (their content is their path), and asserts that this
    /// succeeds.
    /// </summary>
    public GuestFiles With(params IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string[] link = path.Split(" -> ");
            Errno error = link.Length == 2 ? CreateLink(link[0], link[1])
                : path.EndsWith('/') ? CreateDirectory(path)
                : WriteText(path, path);
            Assert.Equal(Errno.Success, error);
        }

        return this;
    }

    /// <summary>Removes everything below a directory.</summary>
    public void Clear(string path = ".")
    {
        foreach (string name in List(path))
        {
            string entry = $"{path}/{name}";
            bool isDirectory = MustStat(entry).Filetype == Filetype.Directory;
            if (isDirectory)
            {
                Clear(entry);
            }

            Assert.Equal(Errno.Success, isDirectory ? RemoveDirectory(entry) : RemoveFile(entry));
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
