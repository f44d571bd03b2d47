using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>The constants of Linux on x64 and arm64. <see cref="HostPlatform.EnsureSupported()"/> rejects other architectures.</summary>
internal static class LinuxConstants
{
    internal const int OpenPathOnly = 0x20_0000;

    internal static readonly bool IsArm64 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static readonly UnixConstants Values = new()
    {
        OpenCreate = 0x40,
        OpenExclusive = 0x80,
        OpenTruncate = 0x200,
        OpenNonBlocking = 0x800,
        OpenDirectory = IsArm64 ? 0x4000 : 0x1_0000,
        OpenNoFollow = IsArm64 ? 0x8000 : 0x2_0000,
        OpenCloseOnExec = 0x8_0000,
        OpenNoTerminal = 0x100,
        OpenDataSync = 0x1000,
        OpenSync = 0x10_1000,
        OpenForTraversal = OpenPathOnly,
        AtWorkingDirectory = -100,
        AtNoFollow = 0x100,
        AtRemoveDirectory = 0x200,
        TimeNow = (1 << 30) - 1,
        TimeOmit = (1 << 30) - 2,
        ClockMonotonic = 1,
        ClockProcess = 2,
        ClockThread = 3,
    };

    internal const int AdviceHugePage = 14;
    internal const int AdvicePopulateWrite = 23;

    internal const nint SystemCallOpenAt2 = 437;
    internal static nint SystemCallClose => IsArm64 ? 57 : 3;
    internal static nint SystemCallOpenAt => IsArm64 ? 56 : 257;
    internal static nint SystemCallGetDirectoryEntries => IsArm64 ? 61 : 217;
    internal static nint SystemCallStat => IsArm64 ? 80 : 5;
    internal static nint SystemCallStatAt => IsArm64 ? 79 : 262;
    internal static nint SystemCallGetRandom => IsArm64 ? 278 : 318;
    internal static nint SystemCallRead => IsArm64 ? 63 : 0;
    internal static nint SystemCallWrite => IsArm64 ? 64 : 1;
    internal static nint SystemCallReadAt => IsArm64 ? 67 : 17;
    internal static nint SystemCallWriteAt => IsArm64 ? 68 : 18;
    internal static nint SystemCallReadVectors => IsArm64 ? 65 : 19;
    internal static nint SystemCallWriteVectors => IsArm64 ? 66 : 20;
    internal static nint SystemCallReadVectorsAt => IsArm64 ? 69 : 295;
    internal static nint SystemCallWriteVectorsAt => IsArm64 ? 70 : 296;
    internal static nint SystemCallWriteVectorsAt2 => IsArm64 ? 287 : 328;
}
