using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Accounting;

/// <summary>
/// The memory that all processes of a run can use: linear memories and tables, each by its maximum, and the stacks of threads.
/// Thread-safe.
/// </summary>
/// <param name="limit">The maximum number of bytes reserved at a time (<see cref="WasiLimits.MaxTotalMemory"/>).</param>
/// <param name="starts">The maximum number of threads and processes beside the first one.</param>
internal sealed class MemoryBudget(long limit, long starts)
{
    /// <summary>
    /// The size of the stack of a thread of the system that runs a guest. The guest needs 512 KiB from its entry; the rest is for host
    /// functions.
    /// </summary>
    internal const int StackSize = 1 << 20;

    /// <summary>The memory of the host for one element of a table, in bytes.</summary>
    internal const int TableElementSize = 8;

    private readonly Lock _gate = new();
    private long _limit = limit;
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

    /// <summary>Reserves bytes.</summary>
    /// <returns>False if less is left.</returns>
    internal bool TryReserve(long bytes) => TryReserve(bytes, bytes, out _);

    /// <summary>
    /// Reserves a linear memory: as much as is wanted, but no more than half of what is left beyond a quarter of the limit. This quarter is
    /// kept for small processes and for threads, each of which can have an equal part of it.
    /// </summary>
    /// <param name="minimum">The minimum in bytes, which may be more than that.</param>
    /// <param name="wanted">The maximum that the memory should have in bytes.</param>
    /// <param name="granted">The maximum that it gets: at least <paramref name="minimum"/>.</param>
    /// <returns>False if less than <paramref name="minimum"/> is left.</returns>
    internal bool TryReserve(long minimum, long wanted, out long granted)
    {
        lock (_gate)
        {
            long left = _limit - _reserved;
            long kept = _limit / 4;
            long share = Math.Max((left - kept) / 2, Math.Min(kept / starts, left));
            granted = Math.Min(wanted, Math.Max(minimum, share));
            if (minimum > left || granted < minimum)
            {
                return false;
            }

            _reserved += granted;
            return true;
        }
    }

    /// <summary>Raises the limit, if necessary, so that the first process of the run can reserve its memory.</summary>
    /// <param name="bytes">The number of bytes that it needs beside those that it has reserved.</param>
    internal void Admit(long bytes)
    {
        lock (_gate)
        {
            _limit = Math.Max(_limit, _reserved + bytes);
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
