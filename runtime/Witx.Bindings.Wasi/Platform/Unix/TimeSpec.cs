using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A C <c>struct timespec</c> of a 64-bit system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(long seconds, long nanoseconds)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    internal readonly long Seconds = seconds;
    internal readonly long Nanoseconds = nanoseconds;

    internal static TimeSpec FromNanoseconds(ulong nanoseconds) =>
        new((long)(nanoseconds / NanosecondsPerSecond), (long)(nanoseconds % NanosecondsPerSecond));

    /// <summary>Converts to a WASI timestamp. Times before 1970 become 0.</summary>
    internal ulong ToTimestamp() => Seconds < 0 ? 0 : ((ulong)Seconds * NanosecondsPerSecond) + (ulong)Nanoseconds;
}
