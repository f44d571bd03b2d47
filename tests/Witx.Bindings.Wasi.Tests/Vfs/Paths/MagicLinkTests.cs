using System.IO;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>The magic links below <c>/proc/self</c> (proc(5)), which jump to files outside the mount, are never followed.</summary>
public sealed class MagicLinkTests
{
    [Theory]
    [InlineData("exe")]
    [InlineData("cwd")]
    [InlineData("root")]
    [InlineData("fd/0")]
    public void ProcMagicLink_Followed_IsRefused(string path)
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            return;
        }

        using TestGuest guest = new(new WasiOptions { Mounts = [new WasiMount("/", WasiDirectory.FromHostPath("/proc/self"))] });
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        guest.Write(PathAt, bytes);

        Assert.NotEqual(Errno.Success, guest.Open(3, path, 0, Rights.FdRead, out _));
        Assert.NotEqual(Errno.Success, guest.Open(3, path, Oflags.Directory, Rights.FdReaddir, out _));
        Assert.NotEqual(
            Errno.Success,
            guest.Call("path_filestat_get", 3, (uint)Lookupflags.SymlinkFollow, PathAt, (uint)bytes.Length, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("path_filestat_get", 3, 0, PathAt, (uint)bytes.Length, ResultAt));
    }
}
