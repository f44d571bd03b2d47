using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Zip;

/// <summary>Builds the directory tree of a zip archive, and refuses names that cannot be in one.</summary>
internal static class ZipTree
{
    // The Unix file type in the upper half of the external attributes, if the archive was made on Unix.
    private const int ModeShift = 16;
    private const int TypeMask = 0xF000;
    private const int SymlinkType = 0xA000;

    /// <summary>Reads the entries of an archive.</summary>
    /// <param name="stream">The archive. It must be seekable, and stay open while the tree is used.</param>
    /// <returns>The root directory.</returns>
    /// <exception cref="InvalidDataException">The stream is not a zip archive, or the name of an entry is not valid.</exception>
    internal static ZipDirectoryNode Read(Stream stream)
    {
        ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: false);
        Lock gate = new();
        ZipDirectoryNode root = new(parent: null);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            Add(root, entry, gate);
        }

        return root;
    }

    private static void Add(ZipDirectoryNode root, ZipArchiveEntry entry, Lock gate)
    {
        string full = entry.FullName;
        bool isDirectory = full.EndsWith('/');
        string[] names = (isDirectory ? full[..^1] : full).Split('/');
        ZipDirectoryNode directory = root;
        for (int i = 0; i < names.Length; i++)
        {
            byte[] name = ToName(full, names[i], i == 0);
            if (i < names.Length - 1 || isDirectory)
            {
                directory = GetOrAdd(directory, name, full);
            }
            else if (!directory.TryAdd(name, CreateNode(entry, gate)))
            {
                throw CreateException(full, "an earlier entry has the same name");
            }
        }

        if (isDirectory)
        {
            if (directory.IsDeclared)
            {
                throw CreateException(full, "an earlier entry has the same name");
            }

            directory.IsDeclared = true;
            directory.ModifiedTimes = WasiNodeTimes.FromDateTimeOffset(entry.LastWriteTime);
        }
    }

    private static ZipDirectoryNode GetOrAdd(ZipDirectoryNode parent, byte[] name, string full)
    {
        if (!parent.TryGet(name, out WasiNode? node))
        {
            ZipDirectoryNode directory = new(parent);
            _ = parent.TryAdd(name, directory);
            return directory;
        }

        return node as ZipDirectoryNode ?? throw CreateException(full, "an earlier entry is a file of the same name");
    }

    private static byte[] ToName(string full, string name, bool isFirst)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        string? reason = name.Length == 0 ? isFirst ? "the name is absolute or empty" : "a path component is empty"
            : name is "." or ".." ? $"it contains the path component '{name}'"
            : name.Contains('\0', StringComparison.Ordinal) ? "it contains NUL"
            : bytes.Length > PathLimits.MaxNameLength ? $"a path component is longer than {PathLimits.MaxNameLength} bytes"
            : null;
        return reason is null ? bytes : throw CreateException(full, reason);
    }

    private static WasiNode CreateNode(ZipArchiveEntry entry, Lock gate)
    {
        ZipFileNode file = new(entry, gate);
        if (((entry.ExternalAttributes >> ModeShift) & TypeMask) != SymlinkType)
        {
            return file;
        }

        if (entry.Length is 0 or > PathLimits.MaxPathLength)
        {
            throw CreateException(entry.FullName, "the target of the symbolic link is empty or too long");
        }

        using Stream stream = entry.Open();
        byte[] target = new byte[entry.Length];
        stream.ReadExactly(target);
        return new WasiLinkNode(target);
    }

    private static InvalidDataException CreateException(string entry, string reason) =>
        new($"Zip entry '{PrintableText.From(entry)}' is not valid: {reason}.");
}
