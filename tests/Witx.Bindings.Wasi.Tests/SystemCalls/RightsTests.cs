using System.Linq;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>The rights of descriptors: calls need them, and guests can only drop them.</summary>
public sealed class RightsTests
{
    public static readonly TheoryData<string, ulong, ulong[]> FileCalls = new()
    {
        { "fd_read", (ulong)Rights.FdRead, [VectorsAt, 0, ResultAt] },
        { "fd_pread", (ulong)Rights.FdRead, [VectorsAt, 0, 0, ResultAt] },
        { "fd_pread", (ulong)Rights.FdSeek, [VectorsAt, 0, 0, ResultAt] },
        { "fd_write", (ulong)Rights.FdWrite, [VectorsAt, 0, ResultAt] },
        { "fd_pwrite", (ulong)Rights.FdSeek, [VectorsAt, 0, 0, ResultAt] },
        { "fd_seek", (ulong)Rights.FdSeek, [1, (ulong)Whence.Set, ResultAt] },
        { "fd_advise", (ulong)Rights.FdAdvise, [0, 0, 0] },
        { "fd_allocate", (ulong)Rights.FdAllocate, [0, 1] },
        { "fd_filestat_get", (ulong)Rights.FdFilestatGet, [ResultAt] },
        { "fd_filestat_set_size", (ulong)Rights.FdFilestatSetSize, [0] },
        { "fd_filestat_set_times", (ulong)Rights.FdFilestatSetTimes, [0, 0, 0] },
        { "fd_fdstat_set_flags", (ulong)Rights.FdFdstatSetFlags, [0] },
    };

    [Theory]
    [MemberData(nameof(FileCalls))]
    public void FileCall_RightDropped_IsNotcapableInPreview1AndAccesInWasix(string function, ulong right, ulong[] arguments)
    {
        foreach ((Personality personality, Errno expected) in new[]
        {
            (Personality.Preview, Errno.Notcapable), (Personality.Wasix, Errno.Acces),
        })
        {
            using TestGuest guest = Start(personality, out uint fd);
            Assert.Equal(Errno.Success, guest.Call(function, [fd, .. arguments]));
            Drop(guest, fd, (Rights)right);
            Assert.Equal(expected, guest.Call(function, [fd, .. arguments]));
            Assert.Equal(Errno.Notcapable, guest.Call("fd_fdstat_set_rights", fd, right, 0));
        }
    }

    [Fact]
    public void FdTell_SeekOrTellRightDropped_NeedsOneOfThem()
    {
        using TestGuest guest = Start(Personality.Preview, out uint fd);
        Drop(guest, fd, Rights.FdTell);
        Assert.Equal(Errno.Success, guest.Call("fd_tell", fd, ResultAt));
        Drop(guest, fd, Rights.FdSeek);
        Assert.Equal(Errno.Notcapable, guest.Call("fd_tell", fd, ResultAt));
        using TestGuest other = Start(Personality.Preview, out fd);
        Drop(other, fd, Rights.FdSeek);
        Assert.Equal(Errno.Success, other.Call("fd_tell", fd, ResultAt));
        Assert.Equal(Errno.Success, other.Call("fd_seek", fd, 0, (ulong)Whence.Cur, ResultAt));
        Assert.Equal(Errno.Notcapable, other.Call("fd_seek", fd, 0, (ulong)Whence.End, ResultAt));
    }

    [Fact]
    public void Call_InodeKindWithoutTheOperation_ReturnsTheErrorOfTheKind()
    {
        using TestGuest guest = Start(Personality.Preview, out uint fd);
        Assert.Equal(Errno.Badf, guest.Call("fd_read", 3, VectorsAt, 0, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_write", 3, VectorsAt, 0, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_pread", 3, VectorsAt, 0, 0, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_seek", 3, 0, 0, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_tell", 3, ResultAt));
        Assert.Equal(Errno.Badf, guest.Call("fd_advise", 3, 0, 0, 0));
        Assert.Equal(Errno.Badf, guest.Call("fd_allocate", 3, 0, 1));
        Assert.Equal(Errno.Isdir, guest.Call("fd_filestat_set_size", 3, 0));
        Assert.Equal(Errno.Notdir, guest.CallPath("path_create_directory", fd, "a"));
        Assert.Equal(Errno.Notdir, guest.Call("fd_readdir", fd, 0x300, 100, 0, ResultAt));
        Assert.Equal(Errno.Notsock, guest.Call("sock_shutdown", fd, 1));
        Assert.Equal(Errno.Spipe, guest.Call("fd_seek", 1, 0, 0, ResultAt));
        Assert.Equal(Errno.Spipe, guest.Call("fd_pwrite", 1, VectorsAt, 0, 0, ResultAt));
    }

    [Fact]
    public void PathOpen_RequestedRights_ChooseTheAccessMode()
    {
        using TestGuest guest = Start(Personality.Preview, out _);
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out uint reader));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdWrite, out uint writer));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, 0, out uint neither));
        Assert.Equal(Errno.Badf, guest.Write(reader, "x", out _));
        Assert.Equal(Errno.Inval, guest.Call("fd_filestat_set_size", reader, 0));
        Assert.Equal(Errno.Badf, guest.Read(writer, 1, out _));
        Assert.Equal(Errno.Success, guest.Read(neither, 1, out _));
        Assert.Equal(Errno.Success, guest.Call("fd_seek", neither, 0, (ulong)Whence.End, ResultAt));
        Assert.False(RightsOf(guest, reader).HasFlag(Rights.FdWrite));
        Assert.False(RightsOf(guest, writer).HasFlag(Rights.FdRead));
        Assert.True(RightsOf(guest, neither).HasFlag(Rights.FdRead | Rights.FdSeek | Rights.FdSync));
    }

    [Fact]
    public void PathOpen_RightNotInherited_IsNotcapable()
    {
        using TestGuest guest = Start(Personality.Preview, out _);
        Assert.True(guest.Descriptors.TryGet(new Fd(3), out Descriptor? directory));
        Rights left = directory.InheritingRights & ~(Rights.FdWrite | Rights.FdSeek);
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_set_rights", 3, (ulong)directory.Rights, (ulong)left));
        Assert.Equal(Errno.Notcapable, guest.Open(3, "file", 0, Rights.FdWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out uint reader));
        Assert.Equal(Errno.Notcapable, guest.Call("fd_seek", reader, 0, (ulong)Whence.End, ResultAt));
    }

    [Theory]
    [InlineData("path_create_directory", (ulong)Rights.PathCreateDirectory)]
    [InlineData("path_remove_directory", (ulong)Rights.PathRemoveDirectory)]
    [InlineData("path_unlink_file", (ulong)Rights.PathUnlinkFile)]
    public void PathCall_RightDropped_IsNotcapable(string function, ulong right)
    {
        using TestGuest guest = Start(Personality.Preview, out _);
        Drop(guest, 3, (Rights)right);
        Assert.Equal(Errno.Notcapable, guest.CallPath(function, 3, "file"));
    }

    [Fact]
    public void PathOpen_RightForItsFlagsDropped_IsNotcapable()
    {
        using TestGuest guest = Start(Personality.Preview, out _);
        Drop(guest, 3, Rights.PathCreateFile);
        Assert.Equal(Errno.Notcapable, guest.Open(3, "new", Oflags.Creat, Rights.FdRead, out _));
        Drop(guest, 3, Rights.PathFilestatSetSize);
        Assert.Equal(Errno.Notcapable, guest.Open(3, "file", Oflags.Trunc, Rights.FdWrite, out _));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out _));
        Drop(guest, 3, Rights.PathOpen);
        Assert.Equal(Errno.Notcapable, guest.Open(3, "file", 0, Rights.FdRead, out _));
    }

    [Fact]
    public void RightsTable_EveryInodeKind_HasSyncRights() =>
        Assert.All(
            typeof(RightsTable).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
                .Select(static field => (Rights)field.GetRawConstantValue()!)
                .Where(static rights => rights.HasFlag(Rights.FdFilestatGet)),
            static rights => Assert.True(rights.HasFlag(Rights.FdSync | Rights.FdDatasync)));

    private static TestGuest Start(Personality personality, out uint fd)
    {
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("file", "text"u8);
        TestGuest guest = new(new WasiOptions { Mounts = [new("/", directory)] }, personality);
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead | Rights.FdWrite, out fd));
        return guest;
    }

    private static Rights RightsOf(TestGuest guest, uint fd)
    {
        Assert.Equal(Errno.Success, guest.Call("fd_fdstat_get", fd, StatAt));
        return (Rights)guest.UInt64(StatAt + 8);
    }

    private static void Drop(TestGuest guest, uint fd, Rights rights)
    {
        Assert.True(guest.Descriptors.TryGet(new Fd(fd), out Descriptor? descriptor));
        Assert.Equal(
            Errno.Success,
            guest.Call("fd_fdstat_set_rights", fd, (ulong)(descriptor.Rights & ~rights), (ulong)descriptor.InheritingRights));
    }
}
