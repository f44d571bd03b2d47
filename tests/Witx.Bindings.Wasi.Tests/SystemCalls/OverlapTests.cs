using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>
/// Results that overlap arguments or other results: a call reads all arguments, does its work, and then writes the results.
/// </summary>
public sealed class OverlapTests : IDisposable
{
    private readonly TestGuest _guest;

    public OverlapTests()
    {
        WasiDirectory directory = WasiDirectory.Memory();
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
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 1, 0x2004));
        Assert.Equal("0123", _guest.Text(BufferAt, 4));
        Assert.Equal(16u, _guest.UInt32(0x2004));
        Assert.Equal("89abcdef", _guest.Text(0x2008, 8));
    }

    [Fact]
    public void FdRead_BuffersOverTheirVectors_ReadsTheVectorsFirst()
    {
        uint fd = Open();
        _guest.Vectors(0x108, 8, BufferAt, 4, 0x2004, 4);
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 3, VectorsAt));
        Assert.Equal(16u, _guest.UInt32(0x100));
        Assert.Equal("01234567", _guest.Text(0x108, 8));
        Assert.Equal("89abcdef", _guest.Text(BufferAt, 8));
    }

    [Fact]
    public void FdRead_OverlappingBuffers_AreFilledInOrder()
    {
        uint fd = Open();
        _guest.Vectors(BufferAt, 8, 0x2004, 8);
        Assert.Equal(Errno.Success, _guest.Call("fd_read", fd, VectorsAt, 2, ResultAt));
        Assert.Equal("012389abcdef", _guest.Text(BufferAt, 12));
        Assert.Equal(Errno.Success, _guest.Call("fd_pwrite", fd, VectorsAt, 2, 0, ResultAt));
        Assert.Equal(Errno.Success, _guest.Call("fd_pread", fd, Vector(0x5000, 16), 1, 0, ResultAt));
        Assert.Equal("012389ab89abcdef", _guest.Text(0x5000, 16));
    }

    [Fact]
    public void PathCalls_ResultOverThePath_ReadThePathFirst()
    {
        _guest.Write(PathAt, "file"u8);
        Assert.Equal(
            Errno.Success,
            _guest.Call("path_open", 3, 0, PathAt, 4, 0, (ulong)Rights.FdRead, 0, 0, PathAt));
        Assert.Equal(4u, _guest.UInt32(0x3000));

        _guest.Write(PathAt, "file"u8);
        Assert.Equal(Errno.Success, _guest.Call("path_filestat_get", 3, 0, PathAt, 4, PathAt));
        Assert.Equal(16UL, _guest.UInt64(0x3000 + 32));

        Assert.Equal(Errno.Success, _guest.CallPaths("path_symlink", 3, "target", 3, "link"));
        _guest.Write(PathAt, "link"u8);
        Assert.Equal(Errno.Success, _guest.Call("path_readlink", 3, PathAt, 4, PathAt, 6, 0x3004));
        Assert.Equal("targ", _guest.Text(0x3000, 4));
        Assert.Equal(6u, _guest.UInt32(0x3004));
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
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", 3, 0x5000, 0x100, 0, ResultAt));
        uint used = _guest.UInt32(ResultAt);
        byte[] entries = _guest.Memory.Slice(0x5000, (int)used).ToArray();
        Assert.Equal(Errno.Success, _guest.Call("fd_readdir", 3, 0x5000, 0x100, 0, 0x5008));
        BitConverter.TryWriteBytes(entries.AsSpan(8), used);
        Assert.Equal(entries, _guest.Memory.Slice(0x5000, (int)used).ToArray());
    }

    [Fact]
    public void ArgsGet_StringsOverTheAddresses_WritesTheAddressesLast()
    {
        // The addresses are written last, over the start of the strings.
        Assert.Equal(Errno.Success, _guest.Call("args_get", 0x5000, 0x5000));
        Assert.Equal((0x5000u, 0x5008u), (_guest.UInt32(0x5000), _guest.UInt32(0x5004)));
        Assert.Equal("argument\0", _guest.Text(0x5008, 9));
    }

    [Fact]
    public void PollOneoff_EventsOverSubscriptions_ReadsTheSubscriptionsFirst()
    {
        for (int shift = -96; shift <= 96; shift += 8)
        {
            _guest.Memory.Slice(0x7000, 0x1000).Clear();
            for (int i = 0; i < 6; i++)
            {
                BitConverter.TryWriteBytes(_guest.Memory[(0x7800 + (48 * i))..], 100UL + (ulong)i);
            }

            Assert.Equal(Errno.Success, _guest.Call("poll_oneoff", 0x7800, (ulong)(0x7800 + shift), 6, (ulong)(0x7800 + shift)));
            ulong[] userdata = [.. Enumerable.Range(0, 6).Select(i => _guest.UInt64(0x7800 + shift + (32 * i)))];
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
        BitConverter.TryWriteBytes(_guest.Memory[0x180..], address);
        BitConverter.TryWriteBytes(_guest.Memory[0x184..], length);
        return 0x180;
    }
}
