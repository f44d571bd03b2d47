using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>File attributes of standard streams, as guests see them.</summary>
public sealed class StandardStreamStatTests
{
    private const int StatAt = 0x400;
    private const int SizeAt = StatAt + 32;
    private const int TimesAt = StatAt + 40;
    private const int TimesLength = 3 * sizeof(ulong);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StandardStream_InheritedFromTheHost_HasNoTimes(bool buffered)
    {
        using TestGuest guest = new(new WasiOptions
        {
            Input = WasiInput.Inherit,
            Output = buffered ? WasiOutput.InheritOutput.Buffered() : WasiOutput.InheritOutput,
            Error = WasiOutput.InheritError,
        });
        for (uint fd = 0; fd < 3; fd++)
        {
            AssertTimesAreZero(guest, fd);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StandardOutput_ToFile_HasItsSizeAndNoTimes(bool buffered)
    {
        using ScratchDirectory scratch = new();
        WasiOutput output = WasiOutput.ToFile(scratch["out"]);
        using TestGuest guest = new(new WasiOptions { Output = buffered ? output.Buffered() : output });
        Assert.Equal(Errno.Success, guest.Write(1, "text", out _));
        Assert.Equal(Errno.Success, guest.Call("fd_sync", 1));
        AssertTimesAreZero(guest, 1);
        Assert.Equal(4UL, guest.UInt64(SizeAt));
        Assert.True(guest.Process.TryGetFileStat(new Fd(1), out Filestat last));
        Assert.Equal((4UL, 0UL, 0UL, 0UL), (last.Size, last.Atim, last.Mtim, last.Ctim));
    }

    private static void AssertTimesAreZero(TestGuest guest, uint fd)
    {
        guest.Memory.Slice(TimesAt, TimesLength).Fill(0xff);
        Assert.Equal(Errno.Success, guest.Call("fd_filestat_get", fd, StatAt));
        Assert.Equal((0UL, 0UL, 0UL), (guest.UInt64(TimesAt), guest.UInt64(TimesAt + 8), guest.UInt64(TimesAt + 16)));
    }
}
