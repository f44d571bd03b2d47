namespace Witx.Bindings.Wasi.Platform;

/// <summary>Limits of paths in bytes, without the terminating NUL: those of Linux (<c>linux/limits.h</c>) on every system.</summary>
internal static class PathLimits
{
    /// <summary>Length of the longest path and of the longest target of a symbolic link (PATH_MAX).</summary>
    internal const int MaxPathLength = 4095;

    /// <summary>Length of the longest path component (NAME_MAX).</summary>
    internal const int MaxNameLength = 255;
}
