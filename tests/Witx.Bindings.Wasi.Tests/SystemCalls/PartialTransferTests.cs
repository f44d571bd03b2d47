using System.Linq;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Transfers that end inside one of several vectors, because of a quota or the end of the file.</summary>
public sealed class PartialTransferTests
{
    private const int BuffersAt = 0x2000;
    private const int Capacity = 7;

    // Small transfers are copied into one buffer, larger ones pass the vectors to the host.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(false, 400)]
    public void Transfer_EndsInsideAVector_ReportsTheCount(bool inMemory, int scale)
    {
        using ScratchDirectory scratch = new();
        WasiDirectory directory = inMemory
            ? WasiDirectory.CreateInMemory(new WasiQuota { MaxBytes = (ulong)(Capacity * scale) })
            : WasiDirectory.FromHostPath(scratch.Path, new WasiQuota { MaxFileSize = (ulong)(Capacity * scale) });
        using TestGuest guest = new(new WasiOptions { Mounts = [new WasiMount("/", directory)] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));

        guest.Write(BuffersAt, Encoding.UTF8.GetBytes(Repeat("0123...456789", scale)));
        guest.Vectors(BuffersAt, 4 * scale, BuffersAt + (4 * scale), 0, BuffersAt + (7 * scale), 6 * scale);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 3, ResultAt));
        Assert.Equal((uint)(Capacity * scale), guest.UInt32(ResultAt));
        Assert.Equal(inMemory ? Errno.Nospc : Errno.Fbig, guest.Call("fd_write", fd, VectorsAt, 3, ResultAt));

        guest.Memory.Slice(BuffersAt, 16 * scale).Fill((byte)'.');
        guest.Vectors(BuffersAt + (8 * scale), 5 * scale, BuffersAt, 5 * scale);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 2, 0, ResultAt));
        Assert.Equal((uint)(Capacity * scale), guest.UInt32(ResultAt));
        Assert.Equal(Repeat("56......01234...", scale), guest.Text(BuffersAt, 16 * scale));
    }

    private static string Repeat(string text, int scale) => string.Concat(text.Select(letter => new string(letter, scale)));
}
