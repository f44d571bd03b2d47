using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Host;

/// <summary>
/// A file whose <c>fstat</c> is deferred behaves like its file type, whichever call comes first. Devices are allowed, so that
/// <c>path_open</c> defers <c>fstat</c> on every system.
/// </summary>
public sealed class DeferredStatFileTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly TestGuest _guest;

    public DeferredStatFileTests()
    {
        File.WriteAllText(_scratch["file"], "text");
        Directory.CreateDirectory(_scratch["directory"]);
        using (Process? make = OperatingSystem.IsWindows() ? null : Process.Start("mkfifo", [_scratch["fifo"]]))
        {
            make?.WaitForExit();
        }

        WasiMount[] devices = OperatingSystem.IsWindows() ? [] : [new("/dev", WasiDirectory.FromHostPath("/dev")) { AllowDevices = true }];
        _guest = new TestGuest(new WasiOptions
        {
            PreopenRoot = true,
            Mounts = [new("/", WasiDirectory.FromHostPath(_scratch.Path)) { AllowDevices = true }, .. devices],
        });
    }

    public void Dispose()
    {
        _guest.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("file", Filetype.RegularFile)]
    [InlineData("directory", Filetype.Directory)]
    [InlineData("fifo", Filetype.Unknown)]
    [InlineData("dev/zero", Filetype.CharacterDevice)]
    public void DeferredStat_AnyFirstCall_ReportsTheFileType(string path, Filetype kind)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && !File.Exists(_scratch[path]) && !Directory.Exists(_scratch[path]),
            "Windows has no FIFOs and no such devices.");
        Action<uint>[] firstCalls =
        [
            _ => { },
            fd => _guest.Read(fd, 4, out string _),
            fd => _guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt),
            fd => _guest.Call("fd_filestat_get", fd, StatAt),
            fd => _guest.Call("fd_tell", fd, 0x400),
            fd => _guest.Call("fd_readdir", fd, 0x400, 100, 0, ResultAt),
            fd => _guest.Open(fd, "missing", 0, Rights.FdRead, out uint _),
            fd => _guest.Call("fd_sync", fd),
        ];
        foreach (Action<uint> firstCall in firstCalls)
        {
            uint fd = Open(path, Rights.FdRead, Fdflags.Nonblock);
            _guest.Vectors(BufferAt, 4);
            firstCall(fd);
            Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_get", fd, StatAt));
            Assert.Equal((byte)kind, _guest.Memory[StatAt]);
            Assert.Equal(Errno.Success, _guest.Call("fd_filestat_get", fd, 0x500));
            Assert.Equal((byte)kind, _guest.Memory[0x510]);
            Assert.Equal(Errno.Success, _guest.Call("fd_close", fd));
        }
    }

    [Fact]
    public void DeferredStat_DirectoryUsedAtOnce_Works()
    {
        File.WriteAllText(_scratch["directory/inner"], "inner");
        uint directory = Open("directory", Rights.FdRead);
        Assert.Equal(Errno.Success, _guest.Open(directory, "inner", 0, Rights.FdRead, out uint inner));
        Assert.Equal((Errno.Success, "inner"), (_guest.Read(inner, 10, out string text), text));

        directory = Open("directory", Rights.FdRead);
        Assert.Equal(Errno.Badf, _guest.Read(directory, 10, out _));
        Assert.Equal(Errno.Success, _guest.Open(directory, "inner", 0, Rights.FdRead, out _));
    }

    [Fact]
    public void DeferredStat_DirectoryOfAReadOnlyMount_IsReadOnly()
    {
        Directory.CreateDirectory(_scratch["directory/below"]);
        using TestGuest guest = new(new WasiOptions
        {
            Mounts = [new("/", WasiDirectory.FromHostPath(_scratch.Path)) { IsReadOnly = true }],
        });
        Assert.Equal(Errno.Success, guest.Open(3, "directory", 0, Rights.FdRead, out uint directory));
        Assert.Equal(Errno.Perm, guest.Open(directory, "new", Oflags.Creat, Rights.FdRead, out _));
        Assert.Equal(Errno.Success, guest.Open(directory, "below", 0, Rights.FdRead, out uint below));
        Assert.Equal(Errno.Perm, guest.Open(below, "new", Oflags.Creat, Rights.FdRead, out _));
        Assert.Empty(Directory.GetFiles(_scratch["directory"]));
    }

    [Fact]
    public void DeferredStat_Fifo_ReadsAndWritesWithoutOffset()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFOs.");
        uint fd = Open("fifo", Rights.FdRead | Rights.FdWrite, Fdflags.Nonblock);
        Assert.Equal(Errno.Again, _guest.Read(fd, 10, out _));
        Assert.Equal((Errno.Success, 5u), (_guest.Write(fd, "hello", out uint count), count));
        Assert.Equal((Errno.Success, "hello"), (_guest.Read(fd, 10, out string text), text));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt));

        fd = Open("fifo", Rights.FdRead | Rights.FdWrite, Fdflags.Nonblock | Fdflags.Append);
        Assert.Equal((Errno.Success, 5u), (_guest.Write(fd, "again", out count), count));
        Assert.Equal((Errno.Success, "again"), (_guest.Read(fd, 10, out text), text));
    }

    [Fact]
    public void DeferredStat_Device_ReadsAtOffsetsBeforeAndAfterFstat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such devices.");
        uint fd = Open("dev/zero", Rights.FdRead | Rights.FdWrite);
        for (int i = 0; i < 2; i++)
        {
            _guest.Vectors(BufferAt, 4);
            Assert.Equal(Errno.Success, _guest.Call("fd_pread", fd, VectorsAt, 1, 1 << 20, ResultAt));
            Assert.Equal(4u, _guest.UInt32(ResultAt));
            Assert.Equal((Errno.Success, 5u), (_guest.Write(fd, "zeros", out uint count), count));
            Assert.Equal((Errno.Success, "\0\0"), (_guest.Read(fd, 2, out string text), text));
            Assert.Equal(Errno.Spipe, _guest.Call("fd_tell", fd, 0x400));
        }
    }

    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    public void DeferredStat_FileClosedBefore_ReportsUnknownType(string path)
    {
        uint fd = Open(path, Rights.FdRead);
        Assert.True(_guest.Descriptors.TryGet(new Fd(fd), out Descriptor? descriptor));
        Assert.Equal(Errno.Success, _guest.Call("fd_close", fd));

        Assert.Equal(Filetype.Unknown, descriptor.File.Inode.Filetype);
        descriptor.File.Revoke();
        Assert.True(_guest.Process.RevokeMount("/"));
    }

    [Fact]
    public void DeferredStat_CloseAndFstatRace_ClosesTheDescriptorOnce()
    {
        for (int round = 0; round < 200; round++)
        {
            uint fd = Open("directory", Rights.FdRead);
            Assert.True(_guest.Descriptors.TryGet(new Fd(fd), out Descriptor? descriptor));
            using Barrier start = new(2);
            Thread thread = new(() =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                _ = descriptor.File.Inode.Filetype;
            });
            thread.Start();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Assert.Equal(Errno.Success, _guest.Call("fd_close", fd));
            thread.Join();
            Assert.Equal(Errno.Success, _guest.Open(3, "file", 0, Rights.FdRead, out uint next));
            Assert.Equal((Errno.Success, "text"), (_guest.Read(next, 10, out string text), text));
            Assert.Equal(Errno.Success, _guest.Call("fd_close", next));
        }
    }

    [Fact]
    public void DeferredStat_FileStatOfTheEmbedder_HasTheSize()
    {
        uint fd = Open("file", Rights.FdRead | Rights.FdWrite);
        Assert.Equal((Errno.Success, 10u), (_guest.Write(fd, "0123456789", out uint count), count));
        Assert.True(_guest.Process.TryGetFileStat(new Fd(fd), out Filestat stat));
        Assert.Equal((10UL, Filetype.RegularFile), (stat.Size, stat.Filetype));
        Assert.Equal((Errno.Success, 3u), (_guest.Write(fd, "abc", out count), count));
        Assert.True(_guest.Process.TryGetFileStat(new Fd(fd), out stat));
        Assert.Equal(13UL, stat.Size);
    }

    private uint Open(string path, Rights rights, Fdflags flags = 0)
    {
        Assert.Equal(Errno.Success, _guest.Open(3, path, 0, rights, out uint fd, flags));
        return fd;
    }
}
