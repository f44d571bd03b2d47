using System;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>The clocks of a guest, in nanoseconds: the system's own, or whatever a <see cref="TimeProvider"/> makes of them.</summary>
internal sealed class WasiClock(TimeProvider provider)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const ulong NanosecondsPerTick = NanosecondsPerSecond / TimeSpan.TicksPerSecond;

    private readonly long _start = provider.GetTimestamp();

    /// <summary>Whether the time is the system's, so that the system itself can time a wait.</summary>
    internal bool IsSystem { get; } = ReferenceEquals(provider, TimeProvider.System);

    internal TimeProvider Provider => provider;

    /// <summary>The monotonic clock's time.</summary>
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

    internal Errno GetTime(Clockid clock, out ulong time)
    {
        if (IsSystem)
        {
            return HostClock.GetTime(clock, out time);
        }

        time = clock switch
        {
            Clockid.Realtime => (ulong)Math.Max(0, (provider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks) * NanosecondsPerTick,
            Clockid.Monotonic => Elapsed(0),
            _ => Elapsed(_start),
        };
        return clock <= Clockid.ThreadCputimeId ? Errno.Success : Errno.Inval;
    }

    internal Errno GetResolution(Clockid clock, out ulong resolution)
    {
        if (IsSystem)
        {
            return HostClock.GetResolution(clock, out resolution);
        }

        resolution = clock == Clockid.Realtime ? NanosecondsPerTick : Math.Max(1, NanosecondsPerSecond / (ulong)provider.TimestampFrequency);
        return clock <= Clockid.ThreadCputimeId ? Errno.Success : Errno.Inval;
    }

    private ulong Elapsed(long since)
    {
        UInt128 ticks = (ulong)Math.Max(0, provider.GetTimestamp() - since);
        return (ulong)(ticks * NanosecondsPerSecond / (ulong)provider.TimestampFrequency);
    }
}
