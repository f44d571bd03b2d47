using System;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary><see cref="WasiLimits"/>: each limit and the error beyond it.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void MaxDescriptors_Reached_IsMfile()
    {
        using TestGuest guest = Start(new() { MaxDescriptors = 5 });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdWrite, out uint fd));
        Assert.Equal(4u, fd);
        Assert.Equal(Errno.Mfile, guest.Open(3, "file", 0, Rights.FdRead, out _));
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out _));
    }

    [Fact]
    public void MaxPathLength_LongerPathOrTarget_IsNametoolong()
    {
        using TestGuest guest = Start(new() { MaxPathLength = 8 });
        Assert.Equal(Errno.Success, guest.CallPath("path_create_directory", 3, "12345678"));
        Assert.Equal(Errno.Nametoolong, guest.CallPath("path_create_directory", 3, "123456789"));
        guest.Write(PathAt, "12345678target"u8);
        Assert.Equal(Errno.Success, guest.Call("path_symlink", PathAt, 8, 3, 0x3008, 6));
        Assert.Equal(Errno.Nametoolong, guest.Call("path_symlink", PathAt, 9, 3, 0x3008, 5));
    }

    [Fact]
    public void MaxVectors_MoreVectors_TransfersTheFirstOnes()
    {
        using TestGuest guest = Start(new() { MaxVectors = 2 });
        guest.Vectors(BufferAt, 3, 0x3000, 4, 0x4000, 5);
        Assert.Equal(Errno.Success, guest.Call("fd_write", 1, VectorsAt, 3, ResultAt));
        Assert.Equal(7u, guest.UInt32(ResultAt));
    }

    [Fact]
    public void MaxTransfer_MoreBytes_TransfersTheFirstOnes()
    {
        using TestGuest guest = Start(new() { MaxTransfer = 5 });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Write(fd, "12345678", out uint count));
        Assert.Equal(5u, count);
        Assert.Equal(Errno.Success, guest.Call("fd_seek", fd, 0, (ulong)Whence.Set, ResultAt));
        Assert.Equal(Errno.Success, guest.Read(fd, 4, out string text));
        Assert.Equal("1234", text);
    }

    [Fact]
    public void MaxRandom_MoreBytes_IsNomem()
    {
        using TestGuest guest = Start(new() { MaxRandom = 16 });
        Assert.Equal(Errno.Success, guest.Call("random_get", ResultAt, 16));
        Assert.Equal(Errno.Nomem, guest.Call("random_get", ResultAt, 17));
    }

    [Fact]
    public void MaxSubscriptions_MoreSubscriptions_IsNomem()
    {
        using TestGuest guest = Start(new() { MaxSubscriptions = 1 });
        Assert.Equal(Errno.Success, guest.Call("poll_oneoff", 0x4000, 0x5000, 1, ResultAt));
        Assert.Equal(Errno.Nomem, guest.Call("poll_oneoff", 0x4000, 0x5000, 2, ResultAt));
    }

    [Fact]
    public void Limits_OutOfRange_ThrowArgumentOutOfRangeException()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxDescriptors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxSubscriptions = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxRandom = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxPathLength = 4096 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxVectors = 1025 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WasiLimits { MaxTransfer = int.MaxValue });
    }

    private static TestGuest Start(WasiLimits limits) =>
        new(new WasiOptions { Limits = limits, Mounts = [new("/", WasiDirectory.CreateInMemory())] });
}
