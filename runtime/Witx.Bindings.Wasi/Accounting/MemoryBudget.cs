using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>The linear memory of all processes of a run. Each memory is reserved by its maximum. Thread-safe.</summary>
/// <param name="limit">The maximum number of bytes reserved at a time (<see cref="WasiLimits.MaxTotalMemory"/>).</param>
internal sealed class MemoryBudget(long limit)
{
    private readonly Lock _gate = new();
    private long _reserved;

    /// <summary>The number of bytes reserved now.</summary>
    internal long Reserved
    {
        get
        {
            lock (_gate)
            {
                return _reserved;
            }
        }
    }

    /// <summary>Reserves a memory: as much as is wanted, but no more than half of what is left, so that others can start too.</summary>
    /// <param name="minimum">The minimum in bytes, which may be more than half of what is left.</param>
    /// <param name="wanted">The maximum that the memory should have in bytes.</param>
    /// <param name="granted">The maximum that it gets: at least <paramref name="minimum"/>.</param>
    /// <returns>False if less than <paramref name="minimum"/> is left.</returns>
    internal bool TryReserve(long minimum, long wanted, out long granted)
    {
        lock (_gate)
        {
            long left = limit - _reserved;
            granted = Math.Min(wanted, Math.Max(minimum, left / 2));
            if (minimum > left || granted < minimum)
            {
                return false;
            }

            _reserved += granted;
            return true;
        }
    }

    /// <summary>Reserves the memory of the first process, which may be everything.</summary>
    internal void Reserve(long bytes)
    {
        lock (_gate)
        {
            _reserved += bytes;
        }
    }

    /// <summary>Releases bytes that were reserved.</summary>
    internal void Release(long bytes)
    {
        lock (_gate)
        {
            _reserved -= bytes;
        }
    }
}
