using System.IO;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <summary><see cref="WasiProcess.RevokeMount"/> while the guest runs.</summary>
public sealed class RevocationTests
{
    private const Rights ReadWrite = Rights.FdRead | Rights.FdWrite;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RevokedMount_OpenFiles_AreStaleAndOthersAreNot(bool onHost)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions
        {
            Mounts =
            [
                new("/lost", onHost ? WasiDirectory.FromHostPath(scratch.Path) : WasiDirectory.CreateInMemory()),
                new("/kept", WasiDirectory.CreateInMemory()),
            ],
        });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, ReadWrite, out uint revoked));
        Assert.Equal(Errno.Success, guest.Open(4, "file", Oflags.Creat, ReadWrite, out uint kept));
        guest.Write(PathAt, "dir"u8);
        Assert.Equal(Errno.Success, guest.Call("path_create_directory", 3, PathAt, 3));
        Assert.Equal(Errno.Success, guest.Open(3, "dir", Oflags.Directory, Rights.FdReaddir, out uint directory));

        Assert.True(guest.Process.RevokeMount("/lost"));

        Assert.False(guest.Process.RevokeMount("/lost"));
        Assert.False(guest.Process.RevokeMount("/nowhere"));
        Assert.Equal(Errno.Stale, guest.Write(revoked, "text", out _));
        Assert.Equal(Errno.Stale, guest.Call("fd_filestat_get", revoked, ResultAt));
        Assert.Equal(Errno.Stale, guest.Open(3, "file", 0, ReadWrite, out _));
        Assert.Equal(Errno.Stale, guest.Open(directory, "file", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Stale, guest.Call("fd_readdir", directory, 0x1000, 0x100, 0, ResultAt));
        Assert.Equal(Errno.Success, guest.Write(kept, "text", out _));
        Assert.Equal(Errno.Success, guest.Open(4, "file", 0, ReadWrite, out _));
        foreach (uint descriptor in new[] { revoked, directory, 3u })
        {
            Assert.Equal(Errno.Success, guest.Call("fd_close", descriptor));
        }
    }

    [Fact]
    public void RevokedMount_OpenStream_IsStaleAndKeepsItsRights()
    {
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/dev", WasiDirectory.Devices)] });
        Assert.Equal(Errno.Success, guest.Open(3, "zero", 0, ReadWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_get", fd, 0x400));

        Assert.True(guest.Process.RevokeMount("/dev"));

        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_get", fd, 0x500));
        Assert.Equal(guest.Memory.Slice(0x400, 24), guest.Memory.Slice(0x500, 24));
        Assert.Equal(Errno.Stale, guest.Read(fd, 4, out _));
        Assert.Equal(Errno.Stale, guest.Write(fd, "text", out _));
        Assert.Equal(Errno.Stale, guest.Call("fd_filestat_get", fd, ResultAt));
        Assert.Equal(Errno.Inval, guest.Call("fd_sync", fd));
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/below")]
    public void RevokedMount_BelowARoot_IsStale(string revoked)
    {
        using ScratchDirectory scratch = new();
        using ScratchDirectory below = new();
        File.WriteAllText(scratch["file"], "");
        File.WriteAllText(below["file"], "");
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = true,
            Mounts =
            [
                new("/", WasiDirectory.FromHostPath(scratch.Path)),
                new("/below", WasiDirectory.FromHostPath(below.Path)) { IsReadOnly = true },
            ],
        });

        Assert.True(guest.Process.RevokeMount(revoked));

        Assert.Equal(revoked == "/" ? Errno.Stale : Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out _));
        Assert.Equal(revoked == "/" ? Errno.Success : Errno.Stale, guest.Open(3, "below/file", 0, Rights.FdRead, out _));
    }

    /// <summary>A racing open either fails, or returns a descriptor that is stale after the revocation.</summary>
    [Fact]
    public void RevokedMount_OpenedAtTheSameTime_LeavesNoUsableDescriptor()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int round = 0; round < 50; round++)
        {
            using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.CreateInMemory())] });
            using Barrier start = new(2);
            Thread revoker = new(() =>
            {
                start.SignalAndWait(token);
                _ = guest.Process.RevokeMount("/");
            });
            revoker.Start();
            start.SignalAndWait(token);
            Errno opened = guest.Open(3, "file", Oflags.Creat, ReadWrite, out uint fd);
            revoker.Join();

            Assert.True(opened is Errno.Success or Errno.Stale, opened.ToString());
            Assert.Equal(opened == Errno.Success ? Errno.Stale : Errno.Badf, guest.Write(opened == Errno.Success ? fd : 77, "text", out _));
        }
    }
}
