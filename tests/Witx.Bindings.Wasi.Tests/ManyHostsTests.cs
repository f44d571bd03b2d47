using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Parallel hosts and runs in one .NET process do not see each other's options and files.</summary>
public sealed class ManyHostsTests
{
    private const int Threads = 8;
    private const int Runs = 25;

    // Writes the content of its file, its argument and random bytes, and exits with the length of its file.
    private static readonly byte[] s_guest = """
        (module
          (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "own")
          (func (export "_start")
            (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 0)
              (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))
            (i64.store (i32.const 32) (i64.const 0x400_0000_0400))
            (drop (call $read (i32.load (i32.const 16)) (i32.const 32) (i32.const 1) (i32.const 20)))
            (drop (call $sizes (i32.const 48) (i32.const 52)))
            (drop (call $args (i32.const 2048) (i32.const 3072)))
            (drop (call $random (i32.const 4096) (i32.const 8)))
            (i32.store (i32.const 36) (i32.load (i32.const 20)))
            (i32.store (i32.const 40) (i32.const 3072))
            (i32.store (i32.const 44) (i32.load (i32.const 52)))
            (i32.store (i32.const 48) (i32.const 4096))
            (i32.store (i32.const 52) (i32.const 8))
            (drop (call $write (i32.const 1) (i32.const 32) (i32.const 3) (i32.const 24)))
            (call $exit (i32.load (i32.const 20)))))
        """u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ParallelRuns_SharedOrSeparateHosts_ShareNothing(bool shareHost)
    {
        using WasiHost shared = new();
        using WasiProgram program = shared.Load("guest", s_guest);
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            try
            {
                if (shareHost)
                {
                    RunRepeatedly(shared, program, number);
                    return;
                }

                using WasiHost own = new();
                using WasiProgram ownProgram = own.Load("guest", s_guest);
                RunRepeatedly(own, ownProgram, number);
            }
            catch (Exception e)
            {
                failures[number] = e;
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    private static void RunRepeatedly(WasiHost host, WasiProgram program, int number)
    {
        string text = new((char)('a' + number), number + 1);
        byte[] random = new byte[8];
        new Random(number).NextBytes(random);
        byte[] expected = [.. Encoding.UTF8.GetBytes($"{text}thread {number}\0"), .. random];
        for (int run = 0; run < Runs; run++)
        {
            WasiDirectory directory = WasiDirectory.CreateInMemory();
            directory.WriteFile("own", Encoding.UTF8.GetBytes(text));
            using MemoryStream output = new();
            using CancellationTokenSource cancellation = new();
            int exitCode = program.Run(new WasiOptions
            {
                Arguments = [$"thread {number}"],
                Mounts = [new WasiMount("/", directory)],
                Output = number % 2 == 0 ? WasiOutput.ToStream(output) : WasiOutput.ToStream(output).Buffered(),
                Random = new Random(number),
                Limits = new() { MaxDescriptors = 5 + number },
            }, number % 4 == 0 ? cancellation.Token : default).ExitCode;
            Assert.Equal(text.Length, exitCode);
            Assert.Equal(expected, output.ToArray());
        }
    }
}
