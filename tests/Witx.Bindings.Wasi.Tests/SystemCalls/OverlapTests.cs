using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>
/// Results that overlap arguments or other results: a call reads all arguments, does its work, and then writes the results.
/// </summary>
public sealed class OverlapTests : IDisposable
{
    private const int VectorAt = 0x180;
    private const int SubscriptionsAt = 0x7800;

    private readonly TestGuest _guest;

    public OverlapTests()
    {
        WasiDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("file", "0123456789abcdef"u8);
        directory.WriteFile("second", ""u8);
        _guest = new TestGuest(new WasiOptions { Arguments = ["program", "argument"], Mounts = [new("/mounted", directory)] });
    }

    public void Dispose() => _guest.Dispose();

    [Fact]
    public void FdRead_CountInsideTheBuffer_IsWrittenLast()
    {
        uint fd = Open();
        _guest.Vectors(BufferAt, 16);
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 1, BufferAt + 4));
        Assert.Equal("0123", _guest.Text(BufferAt, 4));
        Assert.Equal(16u, _guest.UInt32(BufferAt + 4));
        Assert.Equal("89abcdef", _guest.Text(BufferAt + 8, 8));
    }

    [Fact]
    public void FdRead_BuffersOverTheirVectors_ReadsTheVectorsFirst()
    {
        uint fd = Open();
        _guest.Vectors(VectorsAt + 8, 8, BufferAt, 4, BufferAt + 4, 4);
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 3, VectorsAt));
        Assert.Equal(16u, _guest.UInt32(VectorsAt));
        Assert.Equal("01234567", _guest.Text(VectorsAt + 8, 8));
        Assert.Equal("89abcdef", _guest.Text(BufferAt, 8));
    }

    [Fact]
    public void FdRead_OverlappingBuffers_AreFilledInOrder()
    {
        uint fd = Open();
        _guest.Vectors(BufferAt, 8, BufferAt + 4, 8);
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 2, ResultAt));
        Assert.Equal("012389abcdef", _guest.Text(BufferAt, 12));
        Assert.Equal(Errno.Success, _guest.Call("fd_pwrite", fd, VectorsAt, 2, 0, ResultAt));
        Assert.Equal(Errno.Success, _guest.Call("fd_pread", fd, Vector(OtherBufferAt, 16), 1, 0, ResultAt));
        Assert.Equal("012389ab89abcdef", _guest.Text(OtherBufferAt, 16));
    }

    [Fact]
    public void PathCalls_ResultOverThePath_ReadThePathFirst()
    {
        _guest.Write(PathAt, "file"u8);
        Assert.Equal(
            Errno.Success,
            _guest.Call("path_open", 3, 0, PathAt, 4, 0, (ulong)Rights.FdRead, 0, 0, PathAt));
        Assert.Equal(4u, _guest.UInt32(PathAt));

        _guest.Write(PathAt, "file"u8);
        Assert.Equal(Errno.Success, _guest.Call("path_filestat_get", 3, 0, PathAt, 4, PathAt));
        Assert.Equal(16UL, _guest.UInt64(PathAt + 32));

        Assert.Equal(Errno.Success, _guest.CallPaths("path_symlink", 3, "target", 3, "link"));
        _guest.Write(PathAt, "link"u8);
        Assert.Equal(Errno.Success, _guest.Call("path_readlink", 3, PathAt, 4, PathAt, 6, PathAt + 4));
        Assert.Equal("targ", _guest.Text(PathAt, 4));
        Assert.Equal(6u, _guest.UInt32(PathAt + 4));
    }

    [Fact]
    public void PathRename_BothPathsAtOneAddress_Works()
    {
        _guest.Write(PathAt, "file"u8);
        Assert.Equal(Errno.Success, _guest.Call("path_rename", 3, PathAt, 4, 3, PathAt, 4));
        Assert.Equal(Errno.Exist, _guest.Call("path_link", 3, 0, PathAt, 4, 3, PathAt, 4));
        Assert.Equal(Errno.Success, _guest.Call("path_link", 3, 0, PathAt, 4, 3, PathAt, 3));
    }

    [Fact]
    public void FdReaddir_CountInsideTheBuffer_IsWrittenLast()
    {
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", 3, OtherBufferAt, 0x100, 0, ResultAt));
        uint used = _guest.UInt32(ResultAt);
        byte[] entries = _guest.Memory.Slice(OtherBufferAt, (int)used).ToArray();
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", 3, OtherBufferAt, 0x100, 0, OtherBufferAt + 8));
        BitConverter.TryWriteBytes(entries.AsSpan(8), used);
        Assert.Equal(entries, _guest.Memory.Slice(OtherBufferAt, (int)used).ToArray());
    }

    [Fact]
    public void ArgsGet_StringsOverTheAddresses_WritesTheAddressesLast()
    {
        // The addresses are written last, over the start of the strings.
        Assert.Equal(Errno.Success, _guest.Call("args_get", OtherBufferAt, OtherBufferAt));
        Assert.Equal((0x5000u, 0x5008u), (_guest.UInt32(OtherBufferAt), _guest.UInt32(OtherBufferAt + 4)));
        Assert.Equal("argument\0", _guest.Text(OtherBufferAt + 8, 9));
    }

    [Fact]
    public void PollOneoff_EventsOverSubscriptions_ReadsTheSubscriptionsFirst()
    {
        for (int shift = -96; shift <= 96; shift += 8)
        {
            _guest.Memory.Slice(SubscriptionsAt - 0x800, 0x1000).Clear();
            for (int i = 0; i < 6; i++)
            {
                BitConverter.TryWriteBytes(_guest.Memory[(SubscriptionsAt + (48 * i))..], 100UL + (ulong)i);
            }

            ulong at = (ulong)(SubscriptionsAt + shift);
            Assert.Equal(Errno.Success, _guest.Call("poll_oneoff", SubscriptionsAt, at, 6, at));
            ulong[] userdata = [.. Enumerable.Range(0, 6).Select(i => _guest.UInt64(SubscriptionsAt + shift + (32 * i)))];
            Assert.Equal([6UL, 101, 102, 103, 104, 105], userdata);
        }
    }

    private uint Open()
    {
        Assert.Equal(Errno.Success, _guest.Open(3, "file", 0, Rights.FdRead | Rights.FdWrite, out uint fd));
        return fd;
    }

    private ulong Vector(int address, int length)
    {
        BitConverter.TryWriteBytes(_guest.Memory[VectorAt..], address);
        BitConverter.TryWriteBytes(_guest.Memory[(VectorAt + 4)..], length);
        return VectorAt;
    }
}
