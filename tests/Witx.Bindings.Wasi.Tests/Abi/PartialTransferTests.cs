using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Transfers that end within one of several vectors.</summary>
public sealed class PartialTransferTests
{
    private const int Buffers = 0x2000;
    private const int Room = 7;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_IsWithinAVector(bool inMemory)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory directory = inMemory
            ? WasiDirectory.Memory(new WasiQuota { MaxBytes = Room })
            : WasiDirectory.Host(scratch.Path, new WasiQuota { MaxFileSize = Room });
        using TestGuest guest = new(new WasiOptions { Mounts = [new WasiMount("/", directory)] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));

        guest.Write(Buffers, "0123...456789"u8);
        guest.Vectors(Buffers, 4, Buffers + 4, 0, Buffers + 7, 6);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, 0x100, 3, 0x200));
        Assert.Equal((uint)Room, guest.UInt32(0x200));
        Assert.Equal(inMemory ? Errno.Nospc : Errno.Fbig, guest.Call("fd_write", fd, 0x100, 3, 0x200));

        guest.Memory.Slice(Buffers, 16).Fill((byte)'.');
        guest.Vectors(Buffers + 8, 5, Buffers, 5);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, 0x100, 2, 0, 0x200));
        Assert.Equal((uint)Room, guest.UInt32(0x200));
        Assert.Equal("56......01234...", guest.Text(Buffers, 16));
    }
}
