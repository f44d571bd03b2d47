using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The host's clocks, in nanoseconds.</summary>
internal static unsafe class HostClock
{
    /// <summary>
    /// Returns the time of a clock (<c>clock_gettime</c>): since 1970 for <see cref="Clockid.Realtime"/>, since an unspecified start for
    /// others.
    /// </summary>
    internal static Errno GetTime(Clockid clock, out ulong time)
    {
        if (OperatingSystem.IsWindows())
        {
            time = clock switch
            {
                Clockid.Realtime => (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
                Clockid.Monotonic => (ulong)Stopwatch.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick,
                Clockid.ProcessCputimeId => (ulong)Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick,
                _ => 0,
            };
            return clock <= Clockid.ProcessCputimeId ? Errno.Success : Errno.Notsup;
        }

        TimeSpec now;
        int result = Libc.GetTime(ToNumber(clock), &now);
        time = now.ToTimestamp();
        return result == 0 ? Errno.Success : Errno.Inval;
    }

    /// <summary>The processor time of the calling thread, which other guests may have used before; 0 if it is unknown.</summary>
    internal static ulong ThreadProcessorTime => GetTime(Clockid.ThreadCputimeId, out ulong time) == Errno.Success ? time : 0;

    /// <summary>Returns the resolution of a clock (<c>clock_getres</c>), at least one nanosecond.</summary>
    internal static Errno GetResolution(Clockid clock, out ulong resolution)
    {
        if (OperatingSystem.IsWindows())
        {
            resolution = clock == Clockid.Monotonic
                ? Math.Max(1, NanosecondsPer.Second / (ulong)Stopwatch.Frequency)
                : TimeSpan.NanosecondsPerTick;
            return clock <= Clockid.ProcessCputimeId ? Errno.Success : Errno.Notsup;
        }

        TimeSpec step;
        int result = Libc.GetResolution(ToNumber(clock), &step);
        resolution = Math.Max(1, step.ToTimestamp());
        return result == 0 ? Errno.Success : Errno.Inval;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToNumber(Clockid clock) => clock switch
    {
        Clockid.Realtime => 0,
        Clockid.Monotonic => UnixConstants.Current.ClockMonotonic,
        Clockid.ProcessCputimeId => UnixConstants.Current.ClockProcess,
        Clockid.ThreadCputimeId => UnixConstants.Current.ClockThread,
        _ => -1,
    };
}
