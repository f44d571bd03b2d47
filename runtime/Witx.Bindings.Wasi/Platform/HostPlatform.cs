using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The operating systems and processors that the host runs on.</summary>
internal static class HostPlatform
{
    /// <summary>Checks the system of this process.</summary>
    /// <exception cref="PlatformNotSupportedException">The constants and structures of the system are not known.</exception>
    internal static void EnsureSupported() => EnsureSupported(OperatingSystem.IsWindows(), RuntimeInformation.ProcessArchitecture);

    /// <summary>Checks a system: system calls of Linux and macOS have numbers and structures for x64 and arm64 only.</summary>
    /// <param name="isWindows">True on Windows, which is called through .NET.</param>
    /// <param name="architecture">The architecture of the process.</param>
    /// <exception cref="PlatformNotSupportedException">The constants and structures of the system are not known.</exception>
    internal static void EnsureSupported(bool isWindows, Architecture architecture)
    {
        if (!isWindows && architecture is not (Architecture.X64 or Architecture.Arm64))
        {
            throw new PlatformNotSupportedException(
                $"The WASI host does not run on '{architecture}': use a 64-bit .NET runtime on x64 or arm64.");
        }
    }
}
