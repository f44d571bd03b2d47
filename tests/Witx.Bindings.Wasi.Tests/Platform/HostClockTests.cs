using System;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>The clocks of the host.</summary>
public sealed class HostClockTests
{
    [Theory]
    [InlineData(Clockid.Realtime)]
    [InlineData(Clockid.Monotonic)]
    [InlineData(Clockid.ProcessCputimeId)]
    [InlineData(Clockid.ThreadCputimeId)]
    public void HostClock_ReadTwice_IsMonotonicAndHasAResolution(Clockid clock)
    {
        Assert.Equal(Errno.Success, HostClock.GetTime(clock, out ulong before));
        Assert.Equal(Errno.Success, HostClock.GetTime(clock, out ulong after));
        Assert.True(after >= before);
        Assert.Equal(Errno.Success, HostClock.GetResolution(clock, out ulong step));
        Assert.InRange(step, 1UL, 100_000_000UL);
    }

    [Fact]
    public void HostClock_Realtime_CountsFromTheUnixEpoch()
    {
        HostClock.GetTime(Clockid.Realtime, out ulong time);
        ulong expected = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        Assert.InRange(time / 1_000_000_000, expected - 5, expected + 5);
    }

    [Fact]
    public void HostClock_UnknownClock_IsInval() => Assert.Equal(Errno.Inval, HostClock.GetTime((Clockid)9, out _));
}
