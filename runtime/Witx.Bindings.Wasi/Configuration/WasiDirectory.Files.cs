using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi;

/// <content>The embedder's access to the files of a directory.</content>
public partial class WasiDirectory
{
    /// <summary>Writes a file in the directory. An existing file is overwritten; missing parent directories are created.</summary>
    /// <param name="path">The path of the file, relative to the directory, with <c>/</c> as separator.</param>
    /// <param name="contents">The new content of the file.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the quota is exceeded.</exception>
    public void WriteFile(string path, ReadOnlySpan<byte> contents)
    {
        byte[] name = Encode(path);
        using OpenScope opened = new(_open(default));
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == (byte)'/')
            {
                Check(PathOperations.CreateDirectory(opened.Start, name.AsSpan(0, i)), path, unless: Errno.Exist);
            }
        }

        OpenedFile file = opened.Open(name, HostOpen.Write | HostOpen.Create | HostOpen.Truncate, path);
        Check(file.Write(contents.ToArray(), 0), path);
    }

    /// <summary>Reads a whole file of the directory.</summary>
    /// <param name="path">The path of the file, relative to the directory, with <c>/</c> as separator.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] ReadFile(string path)
    {
        using OpenScope opened = new(_open(default));
        OpenedFile file = opened.Open(Encode(path), HostOpen.Read | HostOpen.Follow, path);
        Check(file.GetStat(out Filestat stat), path);
        byte[] bytes = new byte[checked((int)stat.Size)];
        for (int read = 0; read < bytes.Length;)
        {
            Check(file.Read(bytes.AsMemory(read), (ulong)read, out int count), path);
            if (count == 0)
            {
                return bytes[..read];
            }

            read += count;
        }

        return bytes;
    }

    /// <summary>Creates a directory in the directory. Missing parent directories are created.</summary>
    /// <param name="path">The path of the new directory, relative to this one, with <c>/</c> as separator. It may exist.</param>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    public void CreateDirectory(string path)
    {
        byte[] name = Encode(path);
        using OpenScope opened = new(_open(default));
        for (int i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] == (byte)'/')
            {
                Check(PathOperations.CreateDirectory(opened.Start, name.AsSpan(0, i)), path, unless: Errno.Exist);
            }
        }
    }

    /// <summary>Returns true if a file, directory or symbolic link exists in the directory.</summary>
    /// <param name="path">
    /// The path relative to the directory, with <c>/</c> as separator. A symbolic link at its end is not followed.
    /// </param>
    /// <exception cref="IOException">The path cannot be used, for example because a component is a file.</exception>
    public bool Exists(string path)
    {
        using OpenScope opened = new(_open(default));
        Errno error = PathOperations.GetStat(opened.Start, Encode(path), follow: false, out _);
        Check(error, path, unless: Errno.Noent);
        return error == Errno.Success;
    }

    /// <summary>Returns the entries of a directory in the directory, without <c>.</c> and <c>..</c>.</summary>
    /// <param name="path">The path relative to the directory, with <c>/</c> as separator; <c>.</c> for the directory itself.</param>
    /// <exception cref="FileNotFoundException">The directory does not exist.</exception>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    public IReadOnlyList<WasiDirectoryEntry> List(string path = ".")
    {
        using OpenScope opened = new(_open(default));
        return DirectoryNames.ReadEntries(opened.OpenDirectory(Encode(path), path));
    }

    /// <summary>Deletes a file, a symbolic link, or a directory with everything in it.</summary>
    /// <param name="path">
    /// The path relative to the directory, with <c>/</c> as separator. It must not end with <c>.</c> or <c>..</c>.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty, or ends with <c>.</c> or <c>..</c>.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be deleted. Some files of a directory may be deleted.</exception>
    public void Delete(string path)
    {
        ReadOnlySpan<byte> full = Encode(path);
        _ = PathParser.TrimEnd(ref full);
        byte[] name = PathParser.TakeLastName(full, out ReadOnlySpan<byte> parent).ToArray();
        if (PathParser.IsSelf(name) || PathParser.IsParent(name))
        {
            throw new ArgumentException($"Path '{PrintableText.From(path)}' does not name an entry to delete.", nameof(path));
        }

        using OpenScope opened = new(_open(default));
        Check(TreeRemoval.Run(opened.OpenDirectory(parent.IsEmpty ? "."u8 : parent, path), name), path);
    }

    /// <summary>
    /// Copies everything in the directory to another one. To copy from or to a directory of the host, use <see cref="FromHostPath"/>.
    /// </summary>
    /// <param name="destination">The directory to copy to. Files of the same name are replaced, other files stay.</param>
    /// <exception cref="IOException">A file cannot be read or written. Some files may be copied.</exception>
    /// <remarks>
    /// Files, directories and symbolic links are copied, without timestamps. A symbolic link is copied as it is: if a guest created it, it
    /// may lead out of the directory when a program of the host follows it. A file with several names becomes several files.
    /// </remarks>
    /// <example>
    /// <code>
    /// WasiMemoryDirectory work = WasiDirectory.CreateInMemory();
    /// WasiDirectory.FromHostPath("/srv/project").CopyTo(work);
    /// program.Run(new WasiOptions { Mounts = [new WasiMount("/", work)] });
    /// work.CopyTo(WasiDirectory.FromHostPath("/srv/results"));
    /// </code>
    /// </example>
    public void CopyTo(WasiDirectory destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using OpenScope from = new(_open(default));
        using OpenScope to = new(destination._open(default));
        TreeCopy.Run(from.Directory, to.Directory);
    }

    private static byte[] Encode(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Encoding.UTF8.GetBytes(path);
    }

    private static void Check(Errno error, string path, Errno unless = Errno.Success)
    {
        if (error != Errno.Success && error != unless)
        {
            throw error == Errno.Noent
                ? new FileNotFoundException($"The directory contains no '{PrintableText.From(path)}'.", path)
                : new IOException($"Cannot use '{PrintableText.From(path)}' in the directory: {error}.");
        }
    }

    /// <summary>The directory, and at most one file or directory of it, that a method of the embedder has open.</summary>
    private sealed class OpenScope(DirectoryInode directory) : IDisposable
    {
        private OpenedFile? _file;
        private DirectoryInode? _opened;

        internal DirectoryInode Directory => directory;

        internal PathBase Start => new(directory);

        internal OpenedFile Open(ReadOnlySpan<byte> path, HostOpen open, string text)
        {
            Check(PathOperations.Open(Start, path, open, out Inode? inode, out _), text);
            return _file = new OpenedFile(inode!);
        }

        internal DirectoryInode OpenDirectory(ReadOnlySpan<byte> path, string text)
        {
            const HostOpen Open = HostOpen.Read | HostOpen.Directory | HostOpen.Follow;
            Check(PathOperations.Open(Start, path, Open, out Inode? inode, out _), text);
            return _opened = (DirectoryInode)inode!;
        }

        public void Dispose()
        {
            _file?.Dispose();
            _opened?.Close();
            directory.Close();
        }
    }
}
