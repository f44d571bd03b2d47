using System;
using System.IO;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;
using HostFunction = Witx.Bindings.Glue.HostFunction;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>System calls of which a program makes many allocate nothing.</summary>
public sealed class AllocationTests
{
    private const int Calls = 2000;

    [Theory]
    [InlineData("fd_tell", 0x200)]
    [InlineData("fd_seek", 0, 0, 0x200)]
    [InlineData("fd_write", 0x100, 2, 0x200)]
    [InlineData("fd_pwrite", 0x100, 2, 0, 0x200)]
    [InlineData("fd_read", 0x100, 2, 0x200)]
    [InlineData("fd_pread", 0x100, 2, 0, 0x200)]
    [InlineData("fd_sync")]
    [InlineData("fd_filestat_get", 0x400)]
    [InlineData("fd_fdstat_get", 0x400)]
    public void Call_AllocatesNothing(string function, params int[] arguments)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Host(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        guest.Vectors(0x1000, 8, 0x2000, 8);
        ulong[] values = new ulong[arguments.Length + 1];
        values[0] = fd;
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i + 1] = (ulong)arguments[i];
        }

        Assert.Equal(0, Allocated(guest, function, values));
    }

    [Theory]
    [InlineData("fd_write", 0x100, 2, 0x200)]
    [InlineData("clock_time_get", 0, 0x200)]
    [InlineData("random_get", 0x400, 16)]
    [InlineData("args_sizes_get", 0x200, 0x204)]
    public void CallWithoutAFile_AllocatesNothing(string function, int first, int second, int third = 0)
    {
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(Stream.Null) });
        guest.Vectors(0x1000, 8, 0x2000, 8);
        ulong[] values = function switch
        {
            "fd_write" => [1, (ulong)first, (ulong)second, (ulong)third],
            "clock_time_get" => [1, (ulong)first, (ulong)second],
            _ => [(ulong)first, (ulong)second],
        };
        Assert.Equal(0, Allocated(guest, function, values));
    }

    [Fact]
    public void Path_AllocatesNothingToBeLookedAt()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Host(scratch.Path))] });
        File.WriteAllText(scratch["file"], "");
        guest.Write(0x3000, "file"u8);
        Assert.Equal(0, Allocated(guest, "path_filestat_get", [3, 1, 0x3000, 4, 0x400]));
    }

    [Fact]
    public void DeepPath_AllocatesNothingWhereTheKernelResolvesIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 6), "openat2 is a call of Linux since 5.6.");
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Host(scratch.Path))] });
        Directory.CreateDirectory(scratch["a/b/c"]);
        guest.Write(0x3000, "a/b/c"u8);
        Assert.Equal(0, Allocated(guest, "path_filestat_get", [3, 1, 0x3000, 5, 0x400]));
    }

    [Fact]
    public void Listing_AllocatesNothingAfterItsWindow()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.Host(scratch.Path))] });
        File.WriteAllText(scratch["file"], "");
        Assert.Equal(0, Allocated(guest, "fd_readdir", [3, 0x4000, 0x1000, 0, 0x200]));
    }

    [Fact]
    public void Wait_AllocatesNothingForAClockThatIsDue()
    {
        using TestGuest guest = new();
        guest.Memory.Slice(0x1000, 48).Clear();
        guest.Write(0x1010, BitConverter.GetBytes((uint)Clockid.Monotonic));
        Assert.Equal(0, Allocated(guest, "poll_oneoff", [0x1000, 0x2000, 1, 0x200]));
    }

    [Fact]
    public void CallOfAGuestThatHandlesSignals_AllocatesNothing()
    {
        using WasiProcess process = new(new WasiOptions { HandlesSignals = true });
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module module = Module.FromText(engine, "guest", """
            (module
              (import "wasix_32v1" "callback_signal" (func $handle (param i32 i32)))
              (import "wasix_32v1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
              (import "wasix_32v1" "thread_id" (func $id (param i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "handler")
              (func (export "handler") (param i32))
              (func (export "start") (call $handle (i32.const 0) (i32.const 7)))
              (func (export "calls") (param $left i32) (result i32)
                (loop $again (result i32)
                  (drop (call $time (i32.const 1) (i64.const 0) (i32.const 16)))
                  (drop (call $id (i32.const 16)))
                  (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))
                  (local.get $left))))
            """);
        using Store store = new(engine);
        using Guest guest = new HostImports().AddWasi(process).Instantiate(store, module);
        _ = guest.Invoke("start");
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 6 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _ = guest.Invoke("calls", Calls);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static long Allocated(TestGuest guest, string function, ulong[] arguments)
    {
        HostFunction host = guest.Function(function);
        for (int i = 0; i < Calls; i++)
        {
            Assert.Equal(Errno.Success, guest.Call(host, arguments));
        }

        // A collection that another test causes counts the rest of the thread's allocation window as used: only what recurs is the call's.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                _ = guest.Call(host, arguments);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
