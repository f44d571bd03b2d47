using System.Linq;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Transfers that end within one of several vectors.</summary>
public sealed class PartialTransferTests
{
    private const int Buffers = 0x2000;
    private const int Room = 7;

    // A few bytes go to the host in one piece, more as the vectors that they are.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(false, 400)]
    public void End_IsWithinAVector(bool inMemory, int scale)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory directory = inMemory
            ? WasiDirectory.Memory(new WasiQuota { MaxBytes = (ulong)(Room * scale) })
            : WasiDirectory.Host(scratch.Path, new WasiQuota { MaxFileSize = (ulong)(Room * scale) });
        using TestGuest guest = new(new WasiOptions { Mounts = [new WasiMount("/", directory)] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));

        guest.Write(Buffers, Encoding.UTF8.GetBytes(Scaled("0123...456789", scale)));
        guest.Vectors(Buffers, 4 * scale, Buffers + (4 * scale), 0, Buffers + (7 * scale), 6 * scale);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, 0x100, 3, 0x200));
        Assert.Equal((uint)(Room * scale), guest.UInt32(0x200));
        Assert.Equal(inMemory ? Errno.Nospc : Errno.Fbig, guest.Call("fd_write", fd, 0x100, 3, 0x200));

        guest.Memory.Slice(Buffers, 16 * scale).Fill((byte)'.');
        guest.Vectors(Buffers + (8 * scale), 5 * scale, Buffers, 5 * scale);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, 0x100, 2, 0, 0x200));
        Assert.Equal((uint)(Room * scale), guest.UInt32(0x200));
        Assert.Equal(Scaled("56......01234...", scale), guest.Text(Buffers, 16 * scale));
    }

    private static string Scaled(string text, int scale) => string.Concat(text.Select(letter => new string(letter, scale)));
}
