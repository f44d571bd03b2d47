using System.Threading;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>How much a file system may hold. What is taken is given back when its last name and its last descriptor are gone.</summary>
/// <param name="maxBytes">The most bytes: the lengths of all files (holes count) and of all links' targets.</param>
/// <param name="maxEntries">The most names, over all directories.</param>
internal sealed class Quota(ulong maxBytes = Quota.DefaultMaxBytes, ulong maxEntries = Quota.DefaultMaxEntries)
{
    /// <summary>What a guest may store without an embedder's word: 256 MiB.</summary>
    internal const ulong DefaultMaxBytes = 256UL << 20;

    /// <summary>The names it may give without an embedder's word: 65536.</summary>
    internal const ulong DefaultMaxEntries = 1 << 16;

    private readonly Lock _lock = new();

    internal ulong MaxBytes => maxBytes;

    internal ulong MaxEntries => maxEntries;

    internal ulong Bytes { get; private set; }

    internal ulong Entries { get; private set; }

    /// <summary>Takes bytes and names, all or nothing.</summary>
    internal bool TryReserve(ulong bytes, ulong entries)
    {
        lock (_lock)
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

    /// <summary>Takes as many of the bytes as there are left.</summary>
    internal ulong ReserveUpTo(ulong bytes)
    {
        lock (_lock)
        {
            ulong taken = ulong.Min(bytes, maxBytes - Bytes);
            Bytes += taken;
            return taken;
        }
    }

    internal void Release(ulong bytes, ulong entries)
    {
        lock (_lock)
        {
            Bytes -= bytes;
            Entries -= entries;
        }
    }

    /// <summary>Returns a name that may have been there before the quota. The number of names never falls below 0.</summary>
    internal void ReleaseEntry()
    {
        lock (_lock)
        {
            Entries -= ulong.Min(1, Entries);
        }
    }
}
