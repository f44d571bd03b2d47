using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>The clocks of a guest, in nanoseconds: the system's own, or whatever a <see cref="TimeProvider"/> makes of them.</summary>
internal sealed class WasiClock(TimeProvider provider)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const ulong NanosecondsPerTick = NanosecondsPerSecond / TimeSpan.TicksPerSecond;

    private readonly long _start = provider.GetTimestamp();

    // What a clock of the guest is ahead of the host's, since the guest set it.
    private readonly ulong[] _ahead = new ulong[(int)Clockid.ThreadCputimeId + 1];

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
        Errno error = GetHostTime(clock, out time);
        time = error == Errno.Success ? unchecked(time + Volatile.Read(ref _ahead[(int)clock])) : 0;
        return error;
    }

    /// <summary>Sets what the guest reads from a clock. The host's own, and waits, go on as they were.</summary>
    internal Errno SetTime(Clockid clock, ulong time)
    {
        Errno error = GetHostTime(clock, out ulong now);
        if (error == Errno.Success)
        {
            Volatile.Write(ref _ahead[(int)clock], unchecked(time - now));
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
