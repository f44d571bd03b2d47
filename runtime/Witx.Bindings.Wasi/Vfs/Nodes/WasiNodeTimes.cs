using System;

namespace Witx.Bindings.Wasi;

/// <summary>The timestamps of a <see cref="WasiNode"/>, in nanoseconds since 1970-01-01 (UTC).</summary>
/// <param name="Accessed">The time of the last read.</param>
/// <param name="Modified">The time of the last change of the contents.</param>
/// <param name="Changed">The time of the last change of the contents or the attributes.</param>
public readonly record struct WasiNodeTimes(ulong Accessed, ulong Modified, ulong Changed)
{
    private const ulong NanosecondsPerTick = 100;

    /// <summary>Creates three equal timestamps.</summary>
    /// <param name="time">The time. A time before 1970 becomes 0.</param>
    public static WasiNodeTimes FromDateTimeOffset(DateTimeOffset time)
    {
        ulong nanoseconds = (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks) * NanosecondsPerTick;
        return new WasiNodeTimes(nanoseconds, nanoseconds, nanoseconds);
    }
}
