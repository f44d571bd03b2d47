using System;
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
using Witx.Bindings.Wasi.Vfs.Overlay;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A directory tree that guests can be given through a <see cref="WasiMount"/>: on the host, in memory, or an overlay.
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
public sealed class WasiDirectory
{
    private readonly Func<WasiDirectoryUse, DirectoryInode> _open;

    private WasiDirectory(Func<WasiDirectoryUse, DirectoryInode> open) => _open = open;

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
    public static WasiDirectory CreateInMemory(WasiQuota? quota = null, TimeProvider? time = null)
    {
        DirectoryInode root = MemoryDirectory.Create(NewVolume(quota, time));
        return new WasiDirectory(_ => root);
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
            Errno error = OverlayDirectory.Create(lower.Open(default), NewVolume(quota, time), out DirectoryInode? directory);
            return error == Errno.Success
                ? directory!
                : throw new IOException($"Cannot read the lower directory of the overlay: {error}. Check its permissions.");
        });
        return new WasiDirectory(_ => upper.Value);
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

        Check(PathOperations.Open(opened.Start, name, HostOpen.Write | HostOpen.Create | HostOpen.Truncate, out opened.File, out _), path);
        byte[] bytes = contents.ToArray();
        using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        for (int written = 0; written < bytes.Length;)
        {
            IoVectors rest = new(new GuestMemory(bytes), new IoVector[] { new((ulong)written, (ulong)(bytes.Length - written)) });
            Check(opened.File!.WriteAt(new OpenFileDescription(opened.File), rest, (ulong)written, waiter, out uint count), path);
            written += (int)count;
        }
    }

    /// <summary>Reads a whole file of the directory.</summary>
    /// <param name="path">The path of the file, relative to the directory, with <c>/</c> as separator.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] ReadFile(string path)
    {
        using OpenScope opened = new(_open(default));
        Check(PathOperations.Open(opened.Start, Encode(path), HostOpen.Read | HostOpen.Follow, out opened.File, out _), path);
        Check(opened.File!.GetStat(out Filestat stat), path);
        byte[] bytes = new byte[checked((int)stat.Size)];
        for (int read = 0; read < bytes.Length;)
        {
            IoVectors rest = new(new GuestMemory(bytes), new IoVector[] { new((ulong)read, (ulong)(bytes.Length - read)) });
            Check(opened.File.ReadAt(new OpenFileDescription(opened.File), rest, (ulong)read, waiter: null, out uint count), path);
            if (count == 0)
            {
                return bytes[..read];
            }

            read += (int)count;
        }

        return bytes;
    }

    /// <summary>Opens the directory. The caller closes the inode.</summary>
    internal DirectoryInode Open(WasiDirectoryUse use) => _open(use);

    private static MemoryVolume NewVolume(WasiQuota? quota, TimeProvider? time)
    {
        quota ??= new WasiQuota();
        return new MemoryVolume(new Quota(quota.MaxBytes, quota.MaxEntries), new WasiClock(time ?? TimeProvider.System));
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

    /// <summary>The directory, and at most one file of it, that <see cref="ReadFile"/> or <see cref="WriteFile"/> has open.</summary>
    private sealed class OpenScope(DirectoryInode directory) : IDisposable
    {
        internal Inode? File;

        internal PathBase Start => new(directory);

        public void Dispose()
        {
            File?.Close();
            directory.Close();
        }
    }
}
