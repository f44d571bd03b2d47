using System.Threading;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>Counts and limits the bytes of host memory that are allocated for a process. Thread-safe.</summary>
/// <remarks>
/// Buffered socket data, pipes, descriptor lists, directory snapshots and checkpoints are counted. The owner of such memory charges
/// it before the allocation and releases it with the memory.
/// </remarks>
/// <param name="limit">The maximum number of bytes charged at a time (<see cref="WasiLimits.MaxHostMemory"/>).</param>
internal sealed class ResourceLedger(long limit)
{
    private long _charged;

    /// <summary>The maximum number of bytes charged at a time.</summary>
    internal long Limit => limit;

    /// <summary>The number of bytes charged now.</summary>
    internal long Charged => Volatile.Read(ref _charged);

    /// <summary>Returns true if a charge would succeed at this moment.</summary>
    internal bool CanCharge(long bytes) => bytes <= limit - Charged;

    /// <summary>Charges bytes, all or nothing.</summary>
    /// <param name="bytes">The number of bytes, not negative.</param>
    /// <returns>
    /// False if the limit would be exceeded: the caller allocates nothing and returns an error such as <c>Errno.Nomem</c> (ENOMEM).
    /// </returns>
    internal bool TryCharge(long bytes)
    {
        long charged = Charged;
        while (bytes <= limit - charged)
        {
            long seen = Interlocked.CompareExchange(ref _charged, charged + bytes, charged);
            if (seen == charged)
            {
                return true;
            }

            charged = seen;
        }

        return false;
    }

    /// <summary>Releases bytes that were charged.</summary>
    internal void Release(long bytes) => Interlocked.Add(ref _charged, -bytes);
}
