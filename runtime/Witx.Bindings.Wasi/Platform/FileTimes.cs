namespace Witx.Bindings.Wasi.Platform;

/// <summary>New timestamps of a file.</summary>
/// <param name="Accessed">The time of the last access in nanoseconds since 1970. Used only with <c>Fstflags.Atim</c>.</param>
/// <param name="Modified">The time of the last modification in nanoseconds since 1970. Used only with <c>Fstflags.Mtim</c>.</param>
/// <param name="Changes">The timestamps to change, each to its parameter or to the current time.</param>
internal readonly record struct FileTimes(ulong Accessed, ulong Modified, Fstflags Changes);
