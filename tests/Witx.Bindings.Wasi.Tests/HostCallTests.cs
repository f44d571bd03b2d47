using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>No other test may run while <c>strace</c> traces this process.</summary>
[CollectionDefinition(nameof(HostCallTests), DisableParallelization = true)]
public sealed class TracedAlone;

/// <summary>The system calls of the host that a guest call makes, and how their errors reach the guest.</summary>
[Collection(nameof(HostCallTests))]
public sealed class HostCallTests
{
    [Theory]
    [InlineData("fd_sync", "fsync")]
    [InlineData("fd_datasync", "fdatasync")]
    public void FdSync_TracedOnTheHost_IsOneFsync(string function, string call)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, out uint fd);
        using Strace trace = Strace.Attach(scratch["file"], "fsync,fdatasync,sync_file_range,syncfs");
        Assert.Equal(Errno.Success, guest.Call(function, fd));
        Assert.Equal(Errno.Success, guest.Call(function, fd));
        Assert.Equal(Errno.Success, guest.Call(function, fd));
        string[] calls = trace.Detach();
        Assert.Equal(3, calls.Length);
        Assert.All(calls, line => Assert.Contains($" {call}(", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fd_sync", "fsync", "EIO", Errno.Io)]
    [InlineData("fd_sync", "fsync", "ENOSPC", Errno.Nospc)]
    [InlineData("fd_sync", "fsync", "EDQUOT", Errno.Dquot)]
    [InlineData("fd_datasync", "fdatasync", "EIO", Errno.Io)]
    public void FdSync_HostCallFails_ReturnsItsError(string function, string call, string error, Errno expected)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, out uint fd);
        using Strace trace = Strace.Attach(scratch["file"], call, $"{call}:error={error}");
        Assert.Equal(expected, guest.Call(function, fd));
        Assert.Single(trace.Detach());

        Assert.Equal(Errno.Success, guest.Call(function, fd));
    }

    [Fact]
    public void ReadAndClose_TracedOnTheHost_CallsNoFstat()
    {
        using ScratchDirectory scratch = new();
        File.WriteAllText(scratch["file"], "text");
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out uint fd));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test expects system calls of Linux.");
        using Strace trace = Strace.Attach(scratch["file"], "fstat,newfstatat,statx,pread64,close");
        Assert.Equal((Errno.Success, "text"), (guest.Read(fd, 10, out string text), text));
        Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        Assert.Equal(["pread64", "close"], trace.Detach().Select(static line => line.Split('(')[0].Split(' ').Last()));
    }

    [Theory]
    [InlineData(5, "pwrite64", "pread64")]
    [InlineData(1000, "pwritev", "preadv")]
    public void VectoredTransfer_TracedOnTheHost_IsOneCall(int length, string write, string read)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = Start(scratch, out uint fd);
        using Strace trace = Strace.Attach(
            scratch["file"], "read,readv,pread64,preadv,preadv2,write,writev,pwrite64,pwritev,pwritev2,lseek");
        Assert.Equal(Errno.Success, guest.Write(fd, new string('.', 2 * length), out _));
        guest.Vectors(BufferAt, length, 0x3000, 0, 0x4000, length);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 3, 0, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_seek", fd, 2, (ulong)Whence.Set, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_tell", fd, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_read", fd, VectorsAt, 3, ResultAt));
        Assert.Equal(
            [write, read, read],
            trace.Detach().Select(static line => line.Split('(')[0].Split(' ').Last()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PathOpen_TracedOnTheHost_IsOneOpenat2(bool hasOtherMount)
    {
        using ScratchDirectory scratch = new();
        Directory.CreateDirectory(scratch["jail/a/b"]);
        File.WriteAllText(scratch["jail/a/b/c"], "");
        WasiMount[] others = hasOtherMount ? [new("/other", WasiDirectory.CreateInMemory())] : [];
        using TestGuest guest = new(new WasiOptions
        {
            PreopenRoot = hasOtherMount,
            Mounts = [new("/", WasiDirectory.FromHostPath(scratch["jail"])), .. others],
        });
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 6), "openat2 needs Linux 5.6 or later.");
        using Strace trace = Strace.Attach(scratch["jail"], "openat,openat2,readlinkat");
        Assert.Equal(Errno.Success, guest.Open(3, "a/b/c", 0, Rights.FdRead, out _));
        string call = Assert.Single(trace.Detach());
        Assert.Contains(" openat2(", call, StringComparison.Ordinal);
        Assert.Contains("RESOLVE_BENEATH", call, StringComparison.Ordinal);
    }

    private static TestGuest Start(ScratchDirectory scratch, out uint fd)
    {
        TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        File.WriteAllText(scratch["file"], "");
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead | Rights.FdWrite, out fd));
        return guest;
    }
}
