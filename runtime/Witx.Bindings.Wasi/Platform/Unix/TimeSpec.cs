using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A C <c>struct timespec</c> of a 64-bit system.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(long seconds, long nanoseconds)
{
    internal readonly long Seconds = seconds;
    internal readonly long Nanoseconds = nanoseconds;

    internal static TimeSpec FromNanoseconds(ulong nanoseconds) =>
        new((long)(nanoseconds / NanosecondsPer.Second), (long)(nanoseconds % NanosecondsPer.Second));

    /// <summary>Converts to a WASI timestamp. Times before 1970 become 0.</summary>
    internal ulong ToTimestamp() => Seconds < 0 ? 0 : ((ulong)Seconds * NanosecondsPer.Second) + (ulong)Nanoseconds;
}
