using System.Threading;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>The limit on the bytes and directory entries of a file system. Thread-safe.</summary>
/// <remarks>The bytes of a file are released when its last name and its last descriptor are gone.</remarks>
/// <param name="maxBytes">The maximum total length of all files, including holes, and of all symbolic link targets, in bytes.</param>
/// <param name="maxEntries">The maximum number of directory entries in all directories.</param>
internal sealed class Quota(ulong maxBytes = Quota.DefaultMaxBytes, ulong maxEntries = Quota.DefaultMaxEntries)
{
    /// <summary>The default limit on bytes: 256 MiB.</summary>
    internal const ulong DefaultMaxBytes = 256UL << 20;

    /// <summary>The default limit on directory entries: 65536.</summary>
    internal const ulong DefaultMaxEntries = 1 << 16;

    private readonly Lock _gate = new();

    /// <summary>The maximum number of bytes.</summary>
    internal ulong MaxBytes => maxBytes;

    /// <summary>The maximum number of directory entries.</summary>
    internal ulong MaxEntries => maxEntries;

    /// <summary>The number of bytes in use.</summary>
    internal ulong Bytes { get; private set; }

    /// <summary>The number of directory entries in use.</summary>
    internal ulong Entries { get; private set; }

    /// <summary>Reserves bytes and directory entries, all or nothing.</summary>
    /// <returns>False if a limit would be exceeded: the caller returns <c>Errno.Nospc</c> (ENOSPC).</returns>
    internal bool TryReserve(ulong bytes, ulong entries)
    {
        lock (_gate)
        {
            if (bytes > maxBytes - Bytes || entries > maxEntries - Entries)
            {
                return false;
            }

            Bytes += bytes;
            Entries += entries;
            return true;
        }
    }

    /// <summary>Reserves up to a number of bytes.</summary>
    /// <returns>The number of bytes reserved, which is smaller if the limit is reached.</returns>
    internal ulong ReserveUpTo(ulong bytes)
    {
        lock (_gate)
        {
            ulong taken = ulong.Min(bytes, maxBytes - Bytes);
            Bytes += taken;
            return taken;
        }
    }

    /// <summary>Releases reserved bytes and directory entries.</summary>
    internal void Release(ulong bytes, ulong entries)
    {
        lock (_gate)
        {
            Bytes -= bytes;
            Entries -= entries;
        }
    }

    /// <summary>
    /// Releases one directory entry, which may not have been reserved because it is older than the quota. The count stays at 0 or
    /// above.
    /// </summary>
    internal void ReleaseEntry()
    {
        lock (_gate)
        {
            Entries -= ulong.Min(1, Entries);
        }
    }
}
