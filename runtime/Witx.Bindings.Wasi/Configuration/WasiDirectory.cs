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

/// <summary>A directory that guests can be given, any number of them and by any number of names.</summary>
public sealed class WasiDirectory
{
    private readonly Func<WasiDirectoryUse, DirectoryInode> _open;

    private WasiDirectory(Func<WasiDirectoryUse, DirectoryInode> open) => _open = open;

    /// <summary>
    /// Virtual devices, for a mount at <c>/dev</c>: <c>null</c>, <c>zero</c>, <c>full</c>, <c>random</c>, <c>urandom</c>, and <c>tty</c>, which reads
    /// standard input and writes standard output if the guest has a <see cref="WasiOptions.Terminal"/> and is <c>nxio</c> otherwise.
    /// </summary>
    public static WasiDirectory Devices { get; } = new(static use => new DeviceDirectory(use.Process));

    /// <summary>A directory of the host with all that is in it. Guests cannot leave it, whatever links lie in it and whoever changes them meanwhile.</summary>
    /// <param name="path">The host's path.</param>
    /// <param name="quota">The limit on bytes written and names created below it, or null for none.</param>
    /// <remarks>
    /// Opened when a process starts. The host's kernel confines it where it can (Linux 5.6), otherwise paths are resolved component by component.
    /// Devices below it, and the files of a process file system (<c>/proc</c>), are <c>acces</c> unless <see cref="WasiMount.AllowDevices"/> is set.
    /// </remarks>
    public static WasiDirectory Host(string path, WasiQuota? quota = null)
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

    /// <summary>A directory in memory, empty at first. What guests leave in it is there for the next.</summary>
    /// <param name="quota">How much it may hold.</param>
    /// <param name="time">The clock of its files.</param>
    public static WasiDirectory Memory(WasiQuota? quota = null, TimeProvider? time = null)
    {
        DirectoryInode root = MemoryDirectory.Create(NewVolume(quota, time));
        return new WasiDirectory(_ => root);
    }

    /// <summary>A directory as guests may change it without changing it: what they change is kept in memory, and is there for the next.</summary>
    /// <param name="lower">What it is at first. Nothing else may change it meanwhile.</param>
    /// <param name="quota">How much of it may be changed.</param>
    /// <param name="time">The clock of what is changed.</param>
    public static WasiDirectory Overlay(WasiDirectory lower, WasiQuota? quota = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(lower);
        Lazy<DirectoryInode> upper = new(() =>
        {
            Errno error = OverlayDirectory.Create(lower.Open(default), NewVolume(quota, time), out DirectoryInode? directory);
            return error == Errno.Success ? directory! : throw new IOException($"the lower directory cannot be looked at ({error})");
        });
        return new WasiDirectory(_ => upper.Value);
    }

    /// <summary>Puts a file into the directory, in place of one that is there.</summary>
    /// <param name="path">Its path, relative to the directory. Directories on the way are made.</param>
    /// <param name="contents">What it is to hold.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
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

    /// <summary>Reads a file of the directory.</summary>
    /// <param name="path">Its path, relative to the directory.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public byte[] ReadFile(string path)
    {
        using OpenScope opened = new(_open(default));
        Check(PathOperations.Open(opened.Start, Encode(path), HostOpen.Read | HostOpen.Follow, out opened.File, out _), path);
        Check(opened.File!.GetStat(out Filestat stat), path);
        byte[] bytes = new byte[checked((int)stat.Size)];
        for (int read = 0; read < bytes.Length;)
        {
            IoVectors rest = new(new GuestMemory(bytes), new IoVector[] { new((ulong)read, (ulong)(bytes.Length - read)) });
            Check(opened.File.ReadAt(new OpenFileDescription(opened.File), rest, (ulong)read, out uint count), path);
            if (count == 0)
            {
                return bytes[..read];
            }

            read += (int)count;
        }

        return bytes;
    }

    /// <summary>Opens it for one process, which closes it.</summary>
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

    /// <summary>What is open while the embedder looks into the directory.</summary>
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
