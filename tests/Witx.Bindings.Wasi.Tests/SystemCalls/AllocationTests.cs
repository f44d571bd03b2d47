using System;
using System.IO;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;
using HostFunction = Witx.Bindings.Glue.HostFunction;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Frequent system calls allocate no managed memory.</summary>
public sealed class AllocationTests
{
    private const int Calls = 2000;

    [Theory]
    [InlineData("fd_tell", ResultAt)]
    [InlineData("fd_seek", 0, 0, ResultAt)]
    [InlineData("fd_write", VectorsAt, 2, ResultAt)]
    [InlineData("fd_pwrite", VectorsAt, 2, 0, ResultAt)]
    [InlineData("fd_read", VectorsAt, 2, ResultAt)]
    [InlineData("fd_pread", VectorsAt, 2, 0, ResultAt)]
    [InlineData("fd_sync")]
    [InlineData("fd_filestat_get", StatAt)]
    [InlineData("fd_fdstat_get", StatAt)]
    public void FileCall_Repeated_AllocatesNothing(string function, params int[] arguments)
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Assert.Equal(Errno.Success, guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        guest.Vectors(TextAt, 8, BufferAt, 8);
        ulong[] values = new ulong[arguments.Length + 1];
        values[0] = fd;
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i + 1] = (ulong)arguments[i];
        }

        Assert.Equal(0, MeasureAllocation(guest, function, values));
    }

    [Theory]
    [InlineData("fd_write", VectorsAt, 2, ResultAt)]
    [InlineData("clock_time_get", 0, ResultAt)]
    [InlineData("random_get", 0x400, 16)]
    [InlineData("args_sizes_get", ResultAt, ResultAt + 4)]
    public void CallWithoutFile_Repeated_AllocatesNothing(string function, int first, int second, int third = 0)
    {
        using TestGuest guest = new(new WasiOptions { Output = WasiOutput.ToStream(Stream.Null) });
        guest.Vectors(TextAt, 8, BufferAt, 8);
        ulong[] values = function switch
        {
            "fd_write" => [1, (ulong)first, (ulong)second, (ulong)third],
            "clock_time_get" => [1, (ulong)first, (ulong)second],
            _ => [(ulong)first, (ulong)second],
        };
        Assert.Equal(0, MeasureAllocation(guest, function, values));
    }

    [Fact]
    public void PathFilestatGet_Repeated_AllocatesNothing()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        File.WriteAllText(scratch["file"], "");
        guest.Write(PathAt, "file"u8);
        Assert.Equal(0, MeasureAllocation(guest, "path_filestat_get", [3, 1, PathAt, 4, StatAt]));
    }

    [Fact]
    public void PathFilestatGet_DeepPathWithOpenat2_AllocatesNothing()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 6), "openat2 needs Linux 5.6 or later.");
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        Directory.CreateDirectory(scratch["a/b/c"]);
        guest.Write(PathAt, "a/b/c"u8);
        Assert.Equal(0, MeasureAllocation(guest, "path_filestat_get", [3, 1, PathAt, 5, StatAt]));
    }

    [Fact]
    public void FdReaddir_Repeated_AllocatesNothing()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        File.WriteAllText(scratch["file"], "");
        Assert.Equal(0, MeasureAllocation(guest, "fd_readdir", [3, 0x4000, 0x1000, 0, ResultAt]));
    }

    [Fact]
    public void PollOneoff_ClockThatIsDue_AllocatesNothing()
    {
        using TestGuest guest = new();
        guest.Memory.Slice(0x1000, 48).Clear();
        guest.Write(0x1010, BitConverter.GetBytes((uint)Clockid.Monotonic));
        Assert.Equal(0, MeasureAllocation(guest, "poll_oneoff", [0x1000, 0x2000, 1, ResultAt]));
    }

    [Fact]
    public void WasixCall_GuestHandlesSignals_AllocatesNothing()
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

    private static long MeasureAllocation(TestGuest guest, string function, ulong[] arguments)
    {
        HostFunction host = guest.Function(function);
        for (int i = 0; i < Calls; i++)
        {
            Assert.Equal(Errno.Success, guest.Call(host, arguments));
        }

        // A GC that another test causes counts the rest of the allocation context as allocated. Take the lowest of several attempts.
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
