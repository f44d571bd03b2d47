namespace Witx.Bindings.Wasi.Platform;

/// <summary>Numbers of nanoseconds in larger units. <see cref="System.TimeSpan.NanosecondsPerTick"/> is the number for a tick.</summary>
internal static class NanosecondsPer
{
    internal const uint Millisecond = 1_000_000;
    internal const uint Second = 1_000_000_000;
}
