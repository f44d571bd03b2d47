using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Witx.Bindings.Wasi.Platform.Portable;

/// <summary>File attributes by <c>System.IO</c>. Symbolic links are not followed.</summary>
internal static class PortableStat
{
    // The attributes that .NET returns for a missing file.
    private const FileAttributes Missing = (FileAttributes)(-1);

    private static readonly ulong s_maxTicks = (ulong)(DateTime.MaxValue - DateTime.UnixEpoch).Ticks;

    private const ulong HashBasis = 14_695_981_039_346_656_037;
    private const ulong HashPrime = 1_099_511_628_211;

    internal static Errno Get(string path, out Filestat stat)
    {
        Filestat found = default;
        bool exists = false;
        Errno error = PortableErrno.Try(path, path => exists = TryGet(path, out found));
        stat = found;
        return error == Errno.Success && !exists ? Errno.Noent : error;
    }

    internal static Errno SetTimes(string path, FileTimes times) => PortableErrno.Try((path, times), static set =>
    {
        (string path, FileTimes times) = set;
        if ((times.Changes & (Fstflags.Atim | Fstflags.AtimNow)) != 0)
        {
            File.SetLastAccessTimeUtc(path, ToTime(times.Accessed, times.Changes.HasFlag(Fstflags.AtimNow)));
        }

        if ((times.Changes & (Fstflags.Mtim | Fstflags.MtimNow)) != 0)
        {
            File.SetLastWriteTimeUtc(path, ToTime(times.Modified, times.Changes.HasFlag(Fstflags.MtimNow)));
        }
    });

    internal static Filetype ToFiletype(FileAttributes attributes) =>
        attributes.HasFlag(FileAttributes.ReparsePoint) ? Filetype.SymbolicLink
        : attributes.HasFlag(FileAttributes.Directory) ? Filetype.Directory
        : Filetype.RegularFile;

    /// <summary>Returns an inode number: a hash (FNV-1a) of the path, because <c>System.IO</c> does not report file identities.</summary>
    internal static ulong ToInode(string path)
    {
        ulong hash = HashBasis;
        foreach (byte part in MemoryMarshal.AsBytes((OperatingSystem.IsWindows() ? path.ToUpperInvariant() : path).AsSpan()))
        {
            hash = (hash ^ part) * HashPrime;
        }

        return hash;
    }

    internal static ulong ToTimestamp(DateTime time) =>
        time <= DateTime.UnixEpoch ? 0 : (ulong)(time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    internal static DateTime ToTime(ulong timestamp, bool now) =>
        now ? DateTime.UtcNow
        : DateTime.UnixEpoch.AddTicks((long)Math.Min(timestamp / TimeSpan.NanosecondsPerTick, s_maxTicks));

    private static bool TryGet(string path, out Filestat stat)
    {
        stat = default;
        FileInfo file = new(path);
        if (file.Attributes == Missing)
        {
            return false;
        }

        Filetype filetype = ToFiletype(file.Attributes);
        ulong size = filetype switch
        {
            Filetype.SymbolicLink => (ulong)Encoding.UTF8.GetByteCount(file.LinkTarget ?? ""),
            Filetype.RegularFile => (ulong)file.Length,
            _ => 0,
        };
        ulong modified = ToTimestamp(file.LastWriteTimeUtc);
        stat = new Filestat(1, ToInode(path), filetype, 1, size, ToTimestamp(file.LastAccessTimeUtc), modified, modified);
        return true;
    }
}
