using System;
using System.IO;
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
public partial class WasiDirectory
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
}
