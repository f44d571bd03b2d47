using System.IO;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs;

/// <summary>A mount that the embedder takes away while the guest runs.</summary>
public sealed class RevocationTests
{
    private const Rights ReadWrite = Rights.FdRead | Rights.FdWrite;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasOpenBelowAMount_IsStale_AndNothingElse(bool onHost)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions
        {
            Mounts =
            [
                new("/lost", onHost ? WasiDirectory.Host(scratch.Path) : WasiDirectory.Memory()),
                new("/kept", WasiDirectory.Memory()),
            ],
        });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, ReadWrite, out uint lost));
        Assert.Equal(Errno.Success, guest.Open(4, "file", Oflags.Creat, ReadWrite, out uint kept));
        guest.Write(0x3000, "dir"u8);
        Assert.Equal(Errno.Success, guest.Call("path_create_directory", 3, 0x3000, 3));
        Assert.Equal(Errno.Success, guest.Open(3, "dir", Oflags.Directory, Rights.FdReaddir, out uint directory));

        Assert.True(guest.Process.RevokeMount("/lost"));

        Assert.False(guest.Process.RevokeMount("/lost"));
        Assert.False(guest.Process.RevokeMount("/nowhere"));
        Assert.Equal(Errno.Stale, guest.Write(lost, "text", out _));
        Assert.Equal(Errno.Stale, guest.Call("fd_filestat_get", lost, 0x200));
        Assert.Equal(Errno.Stale, guest.Open(3, "file", 0, ReadWrite, out _));
        Assert.Equal(Errno.Stale, guest.Open(directory, "file", Oflags.Creat, ReadWrite, out _));
        Assert.Equal(Errno.Stale, guest.Call("fd_readdir", directory, 0x1000, 0x100, 0, 0x200));
        Assert.Equal(Errno.Success, guest.Write(kept, "text", out _));
        Assert.Equal(Errno.Success, guest.Open(4, "file", 0, ReadWrite, out _));
        foreach (uint descriptor in new[] { lost, directory, 3u })
        {
            Assert.Equal(Errno.Success, guest.Call("fd_close", descriptor));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/below")]
    public void UnderARoot_NoPathLeadsThereAnyMore(string lost)
    {
        using ScratchDirectory scratch = new();
        using ScratchDirectory below = new();
        File.WriteAllText(scratch["file"], "");
        File.WriteAllText(below["file"], "");
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = true,
            Mounts = [new("/", WasiDirectory.Host(scratch.Path)), new("/below", WasiDirectory.Host(below.Path)) { IsReadOnly = true }],
        });

        Assert.True(guest.Process.RevokeMount(lost));

        Assert.Equal(lost == "/" ? Errno.Stale : Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out _));
        Assert.Equal(lost == "/" ? Errno.Success : Errno.Stale, guest.Open(3, "below/file", 0, Rights.FdRead, out _));
    }

    /// <summary>Whoever opens meanwhile either got there first, and has lost it now, or is told.</summary>
    [Fact]
    public void OpeningAndRevokingAtTheSameTime_LeavesNothingUsable()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int round = 0; round < 50; round++)
        {
            using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Memory())] });
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
