using System.IO;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>What Linux shows as links below a process's directory are doors: whoever goes through one is where no path leads.</summary>
public sealed class MagicLinkTests
{
    private const int Path = 0x3000;

    [Theory]
    [InlineData("exe")]
    [InlineData("cwd")]
    [InlineData("root")]
    [InlineData("fd/0")]
    public void Door_StaysShut(string path)
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            return;
        }

        using TestGuest guest = new(new WasiOptions { Mounts = [new WasiMount("/", WasiDirectory.Host("/proc/self"))] });
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        guest.Write(Path, bytes);

        Assert.NotEqual(Errno.Success, guest.Open(3, path, 0, Rights.FdRead, out _));
        Assert.NotEqual(Errno.Success, guest.Open(3, path, Oflags.Directory, Rights.FdReaddir, out _));
        Assert.NotEqual(
            Errno.Success,
            guest.Call("path_filestat_get", 3, (uint)Lookupflags.SymlinkFollow, Path, (uint)bytes.Length, 0x200));
        Assert.Equal(Errno.Success, guest.Call("path_filestat_get", 3, 0, Path, (uint)bytes.Length, 0x200));
    }
}
