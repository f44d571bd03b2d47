namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>The constants of macOS, which are the same on x64 and arm64.</summary>
internal static class MacConstants
{
    internal const int FullSync = 51;

    internal static readonly UnixConstants Values = new()
    {
        OpenCreate = 0x200,
        OpenExclusive = 0x800,
        OpenTruncate = 0x400,
        OpenNonBlocking = 0x4,
        OpenDirectory = 0x10_0000,
        OpenNoFollow = 0x100,
        OpenCloseOnExec = 0x100_0000,
        OpenNoTerminal = 0x2_0000,
        OpenDataSync = 0x40_0000,
        OpenSync = 0x80,
        OpenForTraversal = 0,
        AtWorkingDirectory = -2,
        AtNoFollow = 0x20,
        AtRemoveDirectory = 0x80,
        TimeNow = -1,
        TimeOmit = -2,
        ClockMonotonic = 6,
        ClockProcess = 12,
        ClockThread = 16,
    };
}
