using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>The clocks of a guest in nanoseconds. They read the host's clocks, or an embedder's <see cref="TimeProvider"/>.</summary>
/// <param name="provider">The time source. <see cref="TimeProvider.System"/> reads the host's clocks directly.</param>
internal sealed class WasiClock(TimeProvider provider)
{
    // The host has clocks of its own for processor time.
    private readonly long _start = provider == TimeProvider.System ? 0 : provider.GetTimestamp();

    // For each clock, the difference between the time that the guest set and the host's time (clock_time_set). Wraps around.
    private ClockOffsets _offsets;

    /// <summary>True if the clocks are the host's, so that host calls can time a wait.</summary>
    internal bool IsSystem { get; } = ReferenceEquals(provider, TimeProvider.System);

    /// <summary>The time source.</summary>
    internal TimeProvider Provider => provider;

    /// <summary>The time of the host's monotonic clock in nanoseconds, without an offset that the guest set.</summary>
    internal ulong Now
    {
        get
        {
            if (!IsSystem)
            {
                return Elapsed(0);
            }

            _ = HostClock.GetTime(Clockid.Monotonic, out ulong time);
            return time;
        }
    }

    /// <summary>Gets the time that the guest reads from a clock (<c>clock_time_get</c>).</summary>
    /// <returns><c>Errno.Inval</c> (EINVAL) for an unknown clock.</returns>
    internal Errno GetTime(Clockid clock, out ulong time)
    {
        Errno error = GetHostTime(clock, out time);
        time = error == Errno.Success ? unchecked(time + Volatile.Read(ref _offsets[(int)clock])) : 0;
        return error;
    }

    /// <summary>
    /// Sets the time that the guest reads from a clock (WASIX <c>clock_time_set</c>). Does not affect the host's clock or any wait.
    /// </summary>
    internal Errno SetTime(Clockid clock, ulong time)
    {
        Errno error = GetHostTime(clock, out ulong now);
        if (error == Errno.Success)
        {
            Volatile.Write(ref _offsets[(int)clock], unchecked(time - now));
        }

        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Errno GetHostTime(Clockid clock, out ulong time)
    {
        if (IsSystem)
        {
            return HostClock.GetTime(clock, out time);
        }

        time = clock switch
        {
            Clockid.Realtime => (ulong)Math.Max(0, (provider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks) * TimeSpan.NanosecondsPerTick,
            Clockid.Monotonic => Elapsed(0),
            _ => Elapsed(_start),
        };
        return clock <= Clockid.ThreadCputimeId ? Errno.Success : Errno.Inval;
    }

    /// <summary>Gets the resolution of a clock in nanoseconds (<c>clock_res_get</c>).</summary>
    internal Errno GetResolution(Clockid clock, out ulong resolution)
    {
        if (IsSystem)
        {
            return HostClock.GetResolution(clock, out resolution);
        }

        resolution = clock == Clockid.Realtime
            ? TimeSpan.NanosecondsPerTick
            : Math.Max(1, NanosecondsPer.Second / (ulong)provider.TimestampFrequency);
        return clock <= Clockid.ThreadCputimeId ? Errno.Success : Errno.Inval;
    }

    [InlineArray((int)Clockid.ThreadCputimeId + 1)]
    private struct ClockOffsets
    {
        private ulong _first;
    }

    private ulong Elapsed(long since)
    {
        UInt128 ticks = (ulong)Math.Max(0, provider.GetTimestamp() - since);
        return (ulong)(ticks * NanosecondsPer.Second / (ulong)provider.TimestampFrequency);
    }
}
