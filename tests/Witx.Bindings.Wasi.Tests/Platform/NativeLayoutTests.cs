using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>Sizes of the structures that are passed to libc.</summary>
public sealed class NativeLayoutTests
{
    [Fact]
    public void NativeStructs_ComparedWithTheCHeaders_HaveTheSameSizes()
    {
        Assert.Equal(16, Unsafe.SizeOf<TimeSpec>());
        Assert.Equal(16, Unsafe.SizeOf<IoVector>());
        Assert.Equal(24, Unsafe.SizeOf<OpenHow>());
        Assert.Equal(144, Unsafe.SizeOf<LinuxStat>());
        Assert.Equal(144, Unsafe.SizeOf<MacStat>());
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(56, Unsafe.SizeOf<MsgHdr>());
        Assert.Equal(60, Unsafe.SizeOf<Termios>());
    }
}
