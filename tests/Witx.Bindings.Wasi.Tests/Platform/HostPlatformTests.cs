using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

public sealed class HostPlatformTests
{
    [Theory]
    [InlineData(Architecture.X86)]
    [InlineData(Architecture.Arm)]
    [InlineData(Architecture.S390x)]
    [InlineData(Architecture.RiscV64)]
    public void EnsureSupported_UnixOnAnotherArchitecture_ThrowsAndNamesIt(Architecture architecture)
    {
        PlatformNotSupportedException thrown =
            Assert.Throws<PlatformNotSupportedException>(() => HostPlatform.EnsureSupported(isWindows: false, architecture));
        Assert.Contains($"'{architecture}'", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, Architecture.X64)]
    [InlineData(false, Architecture.Arm64)]
    [InlineData(true, Architecture.X86)]
    public void EnsureSupported_SupportedSystem_Returns(bool isWindows, Architecture architecture) =>
        HostPlatform.EnsureSupported(isWindows, architecture);
}
