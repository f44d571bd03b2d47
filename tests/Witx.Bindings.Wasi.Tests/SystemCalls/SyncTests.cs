using System.IO;
using System.Net.Sockets;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>The results of <c>fd_sync</c> and <c>fd_datasync</c> for each kind of inode, in preview1 and in WASIX.</summary>
public sealed class SyncTests
{
    public static readonly TheoryData<string, bool> Calls = new()
    {
        { "fd_sync", false },
        { "fd_sync", true },
        { "fd_datasync", false },
        { "fd_datasync", true },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_FileChangedByTheHost_UpdatesTheKnownSize(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(wasix, new() { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Write(fd, "0123456789", out uint count));
        Assert.Equal(10u, count);
        Assert.Equal(10UL, FileSize(guest, fd));

        File.AppendAllText(Path.Combine(scratch.Path, "file"), "behind the guest's back");
        Assert.Equal(10UL, FileSize(guest, fd));
        Assert.Equal(33UL, GuestSize(guest, fd));
        Assert.Equal(Errno.Success, guest.Call(function, fd));
        Assert.Equal(33UL, FileSize(guest, fd));

        using (FileStream other = File.OpenWrite(Path.Combine(scratch.Path, "file")))
        {
            other.SetLength(4);
        }

        Assert.Equal(33UL, FileSize(guest, fd));
        Assert.Equal(4UL, GuestSize(guest, fd));
        Assert.Equal(Errno.Success, guest.Call(function, fd));
        Assert.Equal(4UL, FileSize(guest, fd));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_RevokedMount_IsInval(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        foreach (WasiOutput output in new[] { WasiOutput.Discard, WasiOutput.Discard.Buffered() })
        {
            using TestGuest guest = Start(wasix, new() { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))], Output = output });
            Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
            Assert.True(guest.Process.RevokeMount("/"));
            Assert.Equal(Errno.Inval, guest.Call(function, fd));
            Assert.Equal(Errno.Isdir, guest.Call(function, 3));
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_DirectoryOrRoot_IsIsdir(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(wasix, new()
        {
            Mounts = [new("/data", WasiDirectory.FromHostPath(scratch.Path))],
            PreopenRoot = true,
        });
        Assert.Equal(Errno.Isdir, guest.Call(function, 3));
        Assert.Equal(Errno.Isdir, guest.Call(function, 4));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_DirectoryWithSyncDirectories_Succeeds(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        WasiOptions options = new()
        {
            Mounts =
            [
                new("/data", WasiDirectory.FromHostPath(scratch.Path)),
                new("/view", WasiDirectory.FromHostPath(scratch.Path)) { IsReadOnly = true },
            ],
            PreopenRoot = true,
            SyncDirectories = true,
        };
        using TestGuest guest = Start(wasix, options);
        Assert.Equal(Errno.Success, guest.Call(function, 3));
        Assert.Equal(Errno.Success, guest.Call(function, 4));
        Assert.Equal(Errno.Success, guest.Call(function, 5));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_KindWithNothingToFlush_IsInval(string function, bool wasix)
    {
        using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        WasiOptions options = new()
        {
            Descriptors = [WasiDescriptor.Buffer(new byte[3]), WasiDescriptor.Symlink("target"), WasiDescriptor.Socket(socket)],
        };
        using TestGuest guest = Start(wasix, options);
        Pipe pipe = new();
        Inode[] others = [new PipeInode(pipe, null), new PipeInode(null, pipe), new EventInode(0, false), new EpollInode()];
        foreach (Inode inode in others)
        {
            Assert.Equal(Errno.Success, guest.Descriptors.Insert(new Descriptor(new OpenFileDescription(inode)), out _));
        }

        for (uint fd = 3; fd < 3 + 3 + others.Length; fd++)
        {
            Assert.Equal(Errno.Inval, guest.Call(function, fd));
        }

        Assert.Equal(Errno.Badf, guest.Call(function, 3 + 3 + (uint)others.Length));
    }

    [Theory]
    [InlineData("fd_sync")]
    [InlineData("fd_datasync")]
    public void FdSync_SocketOfTheGuest_IsInval(string function)
    {
        using TestGuest guest = new(new() { Network = WasiNetwork.Virtual() }, Personality.Wasix);
        Assert.Equal(
            Errno.Success, guest.Call("sock_open", (ulong)WasiTypes.AddressFamily.Inet4, (ulong)SockType.SocketStream, 0, ResultAt));
        Assert.Equal(
            Errno.Success, guest.Call("sock_open", (ulong)WasiTypes.AddressFamily.Inet6, (ulong)SockType.SocketDgram, 0, 0x204));
        Assert.Equal(
            Errno.Success,
            guest.Call("sock_pair", (ulong)WasiTypes.AddressFamily.Unix, (ulong)SockType.SocketStream, 0, 0x208, 0x20c));
        for (int address = ResultAt; address < 0x210; address += sizeof(uint))
        {
            Assert.Equal(Errno.Inval, guest.Call(function, guest.UInt32(address)));
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_Stream_FlushesIt(string function, bool wasix)
    {
        using MemoryStream memory = new();
        using BufferedStream buffered = new(memory);
        using TestGuest guest = Start(wasix, new() { Output = WasiOutput.ToStream(buffered) });
        Assert.Equal(Errno.Success, guest.Write(1, "hello", out _));
        Assert.Equal(0, memory.Length);
        Assert.Equal(Errno.Success, guest.Call(function, 1));
        Assert.Equal(5, memory.Length);
        Assert.Equal(Errno.Success, guest.Call(function, 0));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_RightDropped_IsAcces(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(wasix, new() { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        Rights right = function == "fd_sync" ? Rights.FdSync : Rights.FdDatasync;
        foreach (uint each in new[] { fd, 3u, 1u })
        {
            Assert.True(guest.Descriptors.TryGet(new Fd(each), out Descriptor? descriptor));
            Assert.True(descriptor.Rights.HasFlag(right));
            Assert.Equal(
                Errno.Success,
                guest.Call("fd_fdstat_set_rights", each, (ulong)(descriptor.Rights & ~right), (ulong)descriptor.InheritingRights));
            Assert.Equal(Errno.Acces, guest.Call(function, each));
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void FdSync_OriginalDescriptorClosed_WorksOnTheDuplicate(string function, bool wasix)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(wasix, new() { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, guest.Descriptors.Duplicate(new Fd(fd), 0, false, out Fd second));
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        Assert.Equal(Errno.Badf, guest.Call(function, fd));
        Assert.Equal(Errno.Success, guest.Call(function, second.Value));
        Assert.Equal(Errno.Success, guest.Call("fd_close", second.Value));
        Assert.Equal(Errno.Badf, guest.Call(function, second.Value));
    }

    private static TestGuest Start(bool wasix, WasiOptions options) => new(options, wasix ? Personality.Wasix : Personality.Preview);

    private static ulong FileSize(TestGuest guest, uint fd)
    {
        Assert.True(guest.Process.TryGetFileStat(new Fd(fd), out Filestat stat));
        return stat.Size;
    }

    private static ulong GuestSize(TestGuest guest, uint fd)
    {
        Assert.Equal(Errno.Success, guest.Call("fd_filestat_get", fd, StatAt));
        return guest.UInt64(StatAt + 32);
    }
}
