using System;
using System.Linq;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>Translation of <c>errno</c> values of Linux and macOS.</summary>
public sealed class HostErrnoTests
{
    [Fact]
    public void Errno_EveryValueOfPosix_IsMappedOnLinuxAndMacOS()
    {
        // Values from Notcapable on exist only in WASI.
        Errno[] expected = [.. Enum.GetValues<Errno>().Where(static errno => errno < Errno.Notcapable)];
        int[] numbers = [.. Enumerable.Range(0, 200)];
        Assert.Empty(expected.Except(numbers.Select(LinuxErrno.ToErrno)));
        Assert.Empty(expected.Except(numbers.Select(MacErrno.ToErrno)));
    }

    [Theory]
    [InlineData(1, 1, Errno.Perm)]
    [InlineData(11, 35, Errno.Again)]
    [InlineData(18, 18, Errno.Xdev)]
    [InlineData(28, 28, Errno.Nospc)]
    [InlineData(40, 62, Errno.Loop)]
    [InlineData(95, 45, Errno.Notsup)]
    [InlineData(95, 102, Errno.Notsup)]
    [InlineData(122, 69, Errno.Dquot)]
    [InlineData(999, 999, Errno.Io)]
    public void HostErrno_KnownAndUnknownValues_MapToErrno(int linux, int mac, Errno errno)
    {
        Assert.Equal(errno, LinuxErrno.ToErrno(linux));
        Assert.Equal(errno, MacErrno.ToErrno(mac));
    }
}
