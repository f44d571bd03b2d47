using Microsoft.Extensions.Logging;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Log entries of preview1 calls: level, message and fields.</summary>
public sealed class LoggingTests
{
    [Fact]
    public void FdSync_Logged_HasDebugLevelAndDescriptor()
    {
        using RecordingLoggers log = new(LogLevel.Debug);
        using TestGuest guest = new(new WasiOptions { LoggerFactory = log });
        Assert.Equal(Errno.Success, guest.Call("fd_sync", 1));
        Assert.Equal(Errno.Badf, guest.Call("fd_sync", 77));
        Assert.Equal(["Debug fd_sync fd=1", "Debug fd_sync fd=77"], log.Lines);
        Assert.Equal(1u, log.Fields[0]["fd"]);
        Assert.Equal("Witx.Bindings.Wasi", log.Category);
    }

    [Fact]
    public void Preview1Calls_Logged_HaveTheirLevelsAndFields()
    {
        using RecordingLoggers log = new(LogLevel.Trace);
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory)], LoggerFactory = log });
        Assert.Equal(Errno.Success, guest.Open(3, "a\nb", Oflags.Creat, Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Write(fd, "text", out _));
        Assert.Equal(Errno.Success, guest.Call("fd_tell", fd, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_renumber", fd, 0));
        Assert.Equal(Errno.Success, guest.Call("fd_close", 0));
        Assert.Equal(
            [
                @"Debug path_open dirfd=3 path=a\x0ab follow_symlinks=True ret_fd=4",
                "Trace fd_write fd=4 nwritten=4",
                "Debug fd_tell fd=4 offset=4",
                "Debug fd_renumber from=4 to=0",
                "Debug fd_close pid=1 fd=0 err=Success",
            ],
            log.Lines);
    }

    [Fact]
    public void Calls_LevelNotEnabled_AreNotLogged()
    {
        using RecordingLoggers log = new(LogLevel.Information);
        using TestGuest guest = new(new WasiOptions { LoggerFactory = log });
        Assert.Equal(Errno.Success, guest.Call("fd_sync", 1));
        Assert.Empty(log.Lines);
    }
}
