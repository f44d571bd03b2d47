using System;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform.Portable;

/// <summary>
/// A directory by <c>System.IO</c>, for Windows. <c>System.IO</c> has no calls relative to a directory, and none that reject symbolic
/// links: each name is checked for a link before use, and inode numbers are hashes of paths.
/// </summary>
/// <remarks>
/// The confinement is weaker than on a Unix: no path leads out, but another program of the host, or another thread of a guest that can
/// rename, can replace a directory by a link between the check and the use.
/// </remarks>
internal sealed class PortableDirectory : DirectoryHandle
{
    private readonly string _path;

    private PortableDirectory(string path) => _path = path;

    internal static new Errno Open(string path, out DirectoryHandle? directory)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        directory = Directory.Exists(full) ? new PortableDirectory(full) : null;
        return directory is not null ? Errno.Success : File.Exists(full) ? Errno.Notdir : Errno.Noent;
    }

    public override void Dispose()
    {
    }

    internal override Errno GetStat(out Filestat stat) => PortableStat.Get(_path, out stat);

    internal override Errno SetTimes(FileTimes times) => PortableStat.SetTimes(_path, times);

    internal override Errno Sync() => Errno.Notsup;

    internal override DirectoryListing List() => new PortableListing(_path);

    internal override Errno GetEntryStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        stat = default;
        return TryCombine(name, out string path) ? PortableStat.Get(path, out stat) : Errno.Noent;
    }

    internal override Errno SetEntryTimes(ReadOnlySpan<byte> name, FileTimes times) =>
        TryCombine(name, out string path) ? PortableStat.SetTimes(path, times) : Errno.Noent;

    internal override Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        handle = null;
        stat = default;
        if (!TryCombine(name, out string path))
        {
            return Errno.Noent;
        }

        Errno error = PortableStat.Get(path, out stat);
        bool exists = error == Errno.Success;
        switch (stat.Filetype)
        {
            case var _ when !exists && (error != Errno.Noent || !open.HasFlag(HostOpen.Create)):
                return error;
            case var _ when exists && open.HasFlag(HostOpen.Create | HostOpen.Exclusive):
                return Errno.Exist;
            case Filetype.SymbolicLink:
                return Errno.Loop;
            case Filetype.Directory when (open & (HostOpen.Write | HostOpen.Create)) != 0:
                return Errno.Isdir;
            case Filetype.Directory:
                handle = new PortableDirectory(path);
                return Errno.Success;
            case var _ when open.HasFlag(HostOpen.Directory):
                return Errno.Notdir;
        }

        error = PortableFile.Open(path, open, out SafeFileHandle? file);
        handle = file is null ? null : new HostHandle(file);
        return error == Errno.Success ? PortableStat.Get(path, out stat) : error;
    }

    internal override Errno OpenForTraversal(ReadOnlySpan<byte> name, out DirectoryHandle? directory)
    {
        directory = null;
        Errno error = GetEntryStat(name, out Filestat stat);
        if (error == Errno.Success && stat.Filetype == Filetype.Directory && TryCombine(name, out string path))
        {
            directory = new PortableDirectory(path);
        }

        return error == Errno.Success && directory is null ? Errno.Notdir : error;
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        Errno error = GetEntryStat(name, out Filestat stat);
        if (error != Errno.Success || !TryCombine(name, out string path))
        {
            return error;
        }

        if (stat.Filetype != Filetype.SymbolicLink || new FileInfo(path).LinkTarget is not string text)
        {
            return Errno.Inval;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.Replace('\\', '/'));
        length = Math.Min(bytes.Length, target.Length);
        bytes.AsSpan(0, length).CopyTo(target);
        return Errno.Success;
    }

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name)
    {
        if (!TryCombine(name, out string path))
        {
            return Errno.Noent;
        }

        // .NET reports success for a directory that exists.
        Errno error = PortableStat.Get(path, out _);
        return error == Errno.Success ? Errno.Exist
            : error != Errno.Noent ? error
            : Directory.Exists(_path) ? PortableErrno.Try(path, static path => Directory.CreateDirectory(path))
            : Errno.Noent;
    }

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        if (!TryCombine(name, out string path))
        {
            return Errno.Noent;
        }

        // Windows has links to files and links to directories. Only for a target in the same directory can the type be checked without
        // leaving it.
        bool isDirectory = !target.ContainsAny("/\\:"u8)
            && GetEntryStat(target, out Filestat stat) == Errno.Success
            && stat.Filetype == Filetype.Directory;
        return PortableStat.Get(path, out _) == Errno.Success
            ? Errno.Exist
            : PortableErrno.Try((path, Encoding.UTF8.GetString(target), isDirectory), static link => _ = link.isDirectory
                ? Directory.CreateSymbolicLink(link.path, link.Item2)
                : File.CreateSymbolicLink(link.path, link.Item2));
    }

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name)
    {
        Errno error = GetEntryStat(name, out Filestat stat);
        return error != Errno.Success || !TryCombine(name, out string path) ? error
            : stat.Filetype != Filetype.Directory ? Errno.Notdir
            : Directory.GetFileSystemEntries(path).Length > 0 ? Errno.Notempty
            : PortableErrno.Try(path, static path => Directory.Delete(path));
    }

    internal override Errno RemoveFile(ReadOnlySpan<byte> name)
    {
        Errno error = GetEntryStat(name, out Filestat stat);
        return error != Errno.Success || !TryCombine(name, out string path) ? error
            : stat.Filetype == Filetype.Directory ? Errno.Isdir
            : PortableErrno.Try(path, PortableFile.Delete);
    }

    /// <summary>Returns <c>Errno.Notsup</c> (ENOTSUP), because <c>System.IO</c> cannot create hard links.</summary>
    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName) => Errno.Notsup;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName)
    {
        Errno error = GetEntryStat(name, out Filestat stat);
        if (error != Errno.Success
            || !TryCombine(name, out string path)
            || !((PortableDirectory)newDirectory).TryCombine(newName, out string newPath))
        {
            return error == Errno.Success ? Errno.Noent : error;
        }

        if (path == newPath)
        {
            return Errno.Success;
        }

        bool isDirectory = stat.Filetype == Filetype.Directory;
        if (newDirectory.GetEntryStat(newName, out Filestat replaced) == Errno.Success)
        {
            bool replacesDirectory = replaced.Filetype == Filetype.Directory;
            error = path.StartsWith(newPath + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Errno.Notempty
                : isDirectory && newPath.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Errno.Inval
                : isDirectory && !replacesDirectory ? Errno.Notdir
                : !isDirectory && replacesDirectory ? Errno.Isdir
                : isDirectory ? newDirectory.RemoveDirectory(newName)
                : Errno.Success;
        }

        return error != Errno.Success
            ? error
            : PortableErrno.Try((path, newPath), static move => PortableFile.Move(move.path, move.newPath));
    }

    private bool TryCombine(ReadOnlySpan<byte> name, out string path)
    {
        string text = Encoding.UTF8.GetString(name);
        path = name.SequenceEqual("."u8) ? _path : $"{_path}{Path.DirectorySeparatorChar}{text}";
        return path == _path || !OperatingSystem.IsWindows() || WindowsName.IsPlain(text);
    }
}
