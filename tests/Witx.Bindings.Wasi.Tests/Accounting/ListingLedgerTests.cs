using System.Globalization;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Accounting;

/// <summary>Directory listings and epoll entries charge their host memory to the process and release it when they are closed.</summary>
public sealed class ListingLedgerTests
{
    private const int Names = 500;

    [Fact]
    public void OverlayListing_ReadAndClosed_IsChargedAndReleased()
    {
        using TestGuest guest = Start(long.MaxValue, out long before);
        Assert.Equal(Errno.Success, guest.Call("fd_readdir", 3, 0x5000, 0x8000, 0, ResultAt));
        Assert.InRange(guest.Process.Ledger.Charged - before, Names * 5, Names * 200);
        Assert.Equal(Errno.Success, guest.Call("fd_readdir", 3, 0x5000, 0x100, 0, ResultAt));
        Assert.InRange(guest.Process.Ledger.Charged - before, Names * 5, Names * 200);
        Assert.Equal(Errno.Success, guest.Call("fd_close", 3));
        Assert.Equal(before, guest.Process.Ledger.Charged);
    }

    [Fact]
    public void OverlayListing_BeyondMaxHostMemory_IsNomem()
    {
        using TestGuest guest = Start(20_000, out long before);
        Assert.Equal(Errno.Nomem, guest.Call("fd_readdir", 3, 0x5000, 0x8000, 0, ResultAt));
        Assert.Equal(before, guest.Process.Ledger.Charged);
        Assert.Equal(Errno.Nomem, guest.Call("fd_readdir", 3, 0x5000, 0x8000, 1, ResultAt));
        Assert.Equal(before, guest.Process.Ledger.Charged);
    }

    [Fact]
    public void HostListing_ReadAndClosed_IsChargedAndReleased()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        long before = guest.Process.Ledger.Charged;
        Assert.Equal(Errno.Success, guest.Call("fd_readdir", 3, 0x5000, 0x100, 0, ResultAt));
        Assert.True(guest.Process.Ledger.Charged > before);
        Assert.Equal(Errno.Success, guest.Call("fd_close", 3));
        Assert.Equal(before, guest.Process.Ledger.Charged);
    }

    [Fact]
    public void EpollEntries_BeyondMaxHostMemory_AreNomem()
    {
        ResourceLedger ledger = new(10 * EpollInode.EntryCharge);
        OpenFileDescription list = new(new EpollInode(ledger));
        OpenFileDescription file = new(new EventInode(0, false));
        EpollEvent watched = new(EpollType.Epollin, default);
        Assert.Equal(Errno.Success, Control(EpollCtl.Add, 0));
        Assert.Equal(Errno.Exist, Control(EpollCtl.Add, 0));
        Assert.Equal(EpollInode.EntryCharge, ledger.Charged);
        for (uint fd = 1; fd < 10; fd++)
        {
            Assert.Equal(Errno.Success, Control(EpollCtl.Add, fd));
        }

        Assert.Equal(Errno.Nomem, Control(EpollCtl.Add, 10));
        Assert.Equal(Errno.Success, Control(EpollCtl.Del, 0));
        Assert.Equal(Errno.Success, Control(EpollCtl.Add, 10));
        file.Release();
        Assert.Equal(0, ledger.Charged);

        file = new OpenFileDescription(new EventInode(0, false));
        Assert.Equal(Errno.Success, Control(EpollCtl.Add, 0));
        list.Release();
        Assert.Equal(0, ledger.Charged);

        Errno Control(EpollCtl change, uint fd) => ((EpollInode)list.Inode).Control(change, new Fd(fd), file, watched);
    }

    private static TestGuest Start(long limit, out long before)
    {
        WasiDirectory lower = WasiDirectory.CreateInMemory();
        for (int i = 0; i < Names; i++)
        {
            lower.WriteFile(i.ToString("d5", CultureInfo.InvariantCulture), []);
        }

        TestGuest guest = new(new WasiOptions
        {
            Mounts = [new("/", WasiDirectory.CreateOverlay(lower))],
            Limits = new WasiLimits { MaxHostMemory = limit },
        });
        before = guest.Process.Ledger.Charged;
        return guest;
    }
}
