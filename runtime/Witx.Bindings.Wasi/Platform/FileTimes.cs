namespace Witx.Bindings.Wasi.Platform;

/// <summary>The times to give a file.</summary>
/// <param name="Accessed">The time of the last access, in nanoseconds since 1970, where <paramref name="Changes"/> asks for it.</param>
/// <param name="Modified">The time of the last modification, likewise.</param>
/// <param name="Changes">Which of the two change, and which of those to the present.</param>
internal readonly record struct FileTimes(ulong Accessed, ulong Modified, Fstflags Changes);
