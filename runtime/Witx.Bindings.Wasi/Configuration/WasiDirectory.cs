using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Devices;
using Witx.Bindings.Wasi.Vfs.Host;
using Witx.Bindings.Wasi.Vfs.Memory;
using Witx.Bindings.Wasi.Vfs.Nodes;
using Witx.Bindings.Wasi.Vfs.Overlay;
using Witx.Bindings.Wasi.Vfs.Paths;
using Witx.Bindings.Wasi.Vfs.Zip;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A directory tree that guests can be given through a <see cref="WasiMount"/>: on the host, in memory, an overlay, a zip archive, or a
/// file system of your own.
/// </summary>
/// <remarks>
/// Any number of processes, and of mounts in one process, can use a directory at the same time. They see each other's changes.
/// </remarks>
/// <example>
/// Passes a file to a guest and reads a file that it wrote, without using the disk:
/// <code>
/// WasiDirectory directory = WasiDirectory.CreateInMemory(new WasiQuota { MaxBytes = 1 &lt;&lt; 20 });
/// directory.WriteFile("in/data.csv", "a,b"u8);
/// program.Run(new WasiOptions { Mounts = [new WasiMount("/", directory)] });
/// byte[] report = directory.ReadFile("out/report.txt");
/// </code>
/// </example>
public class WasiDirectory
{
    private readonly Func<WasiDirectoryUse, DirectoryInode> _open;

    private protected WasiDirectory(Func<WasiDirectoryUse, DirectoryInode> open) => _open = open;

    /// <summary>
    /// Gets virtual devices for a mount at <c>/dev</c>: <c>null</c>, <c>zero</c>, <c>full</c>, <c>random</c>, <c>urandom</c> and
    /// <c>tty</c>.
    /// </summary>
    /// <remarks>
    /// <c>tty</c> reads standard input and writes standard output. Without a <see cref="WasiOptions.Terminal"/>, opening it fails with
    /// <c>Errno.Nxio</c> (ENXIO). None of them is a device of the host.
    /// </remarks>
    public static WasiDirectory Devices { get; } = new(static use => new DeviceDirectory(use.Process));

    /// <summary>Creates a directory that is a directory of the host. Guests cannot leave it, not even through symbolic links.</summary>
    /// <param name="path">The path of the directory on the host. A relative path is resolved now.</param>
    /// <param name="quota">
    /// The limit on bytes written and names created below the directory by all guests together, or null for none.
    /// </param>
    /// <remarks>
    /// <para>
    /// The directory is opened when a process starts; <see cref="DirectoryNotFoundException"/> is thrown then if it cannot be opened.
    /// </para>
    /// <para>
    /// On Linux 5.6 and later, the kernel confines paths (<c>openat2</c> with <c>RESOLVE_BENEATH</c>). Otherwise paths are resolved
    /// component by component. A program on the host may replace files by symbolic links at any time without giving the guest a way
    /// out. On Windows this confinement is not promised: mount host directories there for trusted programs only.
    /// </para>
    /// <para>
    /// Opening a device of the host, or a file of <c>/proc</c>, fails with <c>Errno.Acces</c> (EACCES) unless
    /// <see cref="WasiMount.AllowDevices"/> is set.
    /// </para>
    /// </remarks>
    public static WasiDirectory FromHostPath(string path, WasiQuota? quota = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        HostLimits? limits = quota is null ? null : new HostLimits(quota.MaxFileSize, new Quota(quota.MaxBytes, quota.MaxEntries));
        HostDevices.Cache devices = new();
        return new WasiDirectory(use =>
        {
            Func<DirectoryHandle, HostDevices> find = use.AllowsDevices ? static _ => HostDevices.Allowed : devices.RefusedBelow;
            Errno error = HostDirectory.Open(full, limits, find, out HostDirectory? directory);
            return error == Errno.Success
                ? directory!
                : throw new DirectoryNotFoundException($"Cannot open the host directory '{PrintableText.From(full)}': {error}.");
        });
    }

    /// <summary>
    /// Creates an empty directory in memory. Its content lives as long as this object, so later runs see the files of earlier ones.
    /// </summary>
    /// <param name="quota">The limit on its size, or null for the defaults of <see cref="WasiQuota"/> (256 MiB, 65,536 names).</param>
    /// <param name="time">The clock for file timestamps, or null for <see cref="TimeProvider.System"/>.</param>
    public static WasiMemoryDirectory CreateInMemory(WasiQuota? quota = null, TimeProvider? time = null)
    {
        MemoryVolume volume = CreateVolume(quota, time);
        return new WasiMemoryDirectory(new MemoryDirectoryNode(volume), isNew: true);
    }

    /// <summary>
    /// Creates a writable copy-on-write view of another directory. Changes are kept in memory and never reach that directory.
    /// </summary>
    /// <param name="lower">The initial content. Nothing else may change it while the overlay is used.</param>
    /// <param name="quota">
    /// The limit on changed content, or null for the defaults of <see cref="WasiQuota"/> (256 MiB, 65,536 names).
    /// </param>
    /// <param name="time">The clock for the timestamps of changed files, or null for <see cref="TimeProvider.System"/>.</param>
    /// <remarks>
    /// <paramref name="lower"/> is opened when the overlay is first used; <see cref="IOException"/> is thrown then if it cannot be opened.
    /// </remarks>
    public static WasiDirectory CreateOverlay(WasiDirectory lower, WasiQuota? quota = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(lower);
        Lazy<DirectoryInode> upper = new(() =>
        {
            Errno error = OverlayDirectory.Create(lower.Open(default), CreateVolume(quota, time), out DirectoryInode? directory);
            return error == Errno.Success
                ? directory!
                : throw new IOException($"Cannot read the lower directory of the overlay: {error}. Check its permissions.");
        });
        return new WasiDirectory(_ => upper.Value);
    }

    /// <summary>Creates a directory that is a file system of your own.</summary>
    /// <param name="root">The root directory. All guests share it.</param>
    /// <param name="time">
    /// The clock for timestamps that guests set to the current time, or null for <see cref="TimeProvider.System"/>.
    /// </param>
    public static WasiDirectory FromNode(WasiDirectoryNode root, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        NodeVolume.Numbers numbers = new();
        WasiClock clock = new(time ?? TimeProvider.System);
        return new WasiDirectory(use => new NodeDirectory(new NodeVolume(numbers, clock, use.Ledger), root));
    }

    /// <summary>Creates a read-only directory with the contents of a zip archive.</summary>
    /// <param name="path">The path of the archive on the host. The file stays open until the directory is collected as garbage.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not a zip archive, or an entry has an absolute name, a name with <c>..</c>, or the name of an earlier entry. The message
    /// names the entry.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>
    /// A file is inflated as far as a guest reads it, and charged to <see cref="WasiLimits.MaxHostMemory"/> until it is closed. Beyond the
    /// limit, reading fails with <c>Errno.Nomem</c> (ENOMEM). A change fails with <c>Errno.Rofs</c> (EROFS): for a writable view, use
    /// <see cref="CreateOverlay"/>.
    /// </remarks>
    public static WasiDirectory FromZip(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return FromZip(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Creates a read-only directory with the contents of a zip archive in a stream.</summary>
    /// <param name="stream">A readable and seekable stream. It must not be used or closed while guests use the directory.</param>
    /// <exception cref="ArgumentException">The stream cannot be read, or cannot seek.</exception>
    /// <exception cref="InvalidDataException">See <see cref="FromZip(string)"/>.</exception>
    /// <remarks>See <see cref="FromZip(string)"/>.</remarks>
    public static WasiDirectory FromZip(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanRead && stream.CanSeek
            ? FromNode(ZipTree.Read(stream))
            : throw new ArgumentException("The stream must be readable and seekable.", nameof(stream));
    }

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

    /// <summary>Opens the directory. The caller closes the inode.</summary>
    internal DirectoryInode Open(WasiDirectoryUse use) => _open(use);

    /// <summary>Creates the volume of a directory in memory.</summary>
    /// <param name="quota">The limit on its size, or null for the defaults.</param>
    /// <param name="time">The clock for timestamps, or null for the system's.</param>
    /// <param name="lastInode">The highest inode number in use.</param>
    private protected static MemoryVolume CreateVolume(WasiQuota? quota, TimeProvider? time, ulong lastInode = 0)
    {
        quota ??= new WasiQuota();
        return new MemoryVolume(new Quota(quota.MaxBytes, quota.MaxEntries), new WasiClock(time ?? TimeProvider.System))
        {
            LastInode = lastInode,
        };
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
