using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>Programs that start others, and threads: their traces and traps.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Sync = "(drop (call $fd_sync (i32.const 99)))";

    private const string TrapInThread = "(drop (call $thread-spawn (i32.const 0))) (loop $wait (br $wait))";
    private const string WriteOutside = "(drop (call $fd_write (i32.const 1) (i32.const -16) (i32.const 9) (i32.const 0)))";

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Trace_ProcessesAndThreads_AreNamedAsSoonAsThereAreSeveral()
    {
        ToolRun run = RunParent($"{Sync} (call $thread)", "run", "--trace", "--trace-calls", "fd_sync,proc_exit,proc_join,thread-spawn");
        Assert.Equal((7, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                "fd_sync(fd=99) = badf",
                "[2 cat] fd_sync(fd=99) = badf",
                "[2 cat] thread-spawn(start_arg=5) = 3",
                "[2 cat/3] fd_sync(fd=99) = badf",
                "[2 cat] proc_exit(rval=7) = ?",
                "[1 parent] proc_join(pid=0x18, flags=0) = exit_normal(already)",
                "[1 parent] proc_exit(rval=7) = ?",
            ],
            Lines(run.Error));
    }

    [Fact]
    public void TraceFile_ProcessesOfARun_AreNamed()
    {
        string file = _scratch["trace"];
        ToolRun run = RunParent(Sync, "run", "--trace-file", file, "--trace-calls", "fd_sync");
        Assert.Equal(new ToolRun(7, "", ""), run);
        Assert.Equal(["fd_sync(fd=99) = badf", "[2 cat] fd_sync(fd=99) = badf"], File.ReadAllLines(file));
    }

    [Theory]
    [InlineData("(unreachable)", "Process 2 'cat' trapped: error while executing at wasm backtrace:", "unreachable")]
    [InlineData(TrapInThread, "Thread 3 of process 2 'cat' trapped: ", "unreachable")]
    [InlineData(WriteOutside, "Process 2 'cat' trapped: ", "0xfffffff0")]
    public void Child_Traps_PrintsItsStackAndItsName(string body, string name, string reason)
    {
        ToolRun run = RunParent(body, "run");

        // The parent exits with the code of its child, which is 0 after a signal.
        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Contains("wasm backtrace", run.Error, StringComparison.Ordinal);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Thread_Traps_PrintsItsNameAndReturns134()
    {
        string guest = _scratch.Write("threads.wat", Program(TrapInThread));
        ToolRun run = ToolRun.Run("run", guest);
        Assert.Equal((134, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("Thread 2 of process 1 'threads' trapped: error while executing", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs a program that syncs a descriptor, starts a child under the name "cat", and exits with its code.</summary>
    private ToolRun RunParent(string child, params string[] options)
    {
        string parent = _scratch.Write("parent.wat", Program($"""
            {Sync}
            (if (call $proc_spawn2
                (i32.const 64) (i32.const 3) (i32.const 64) (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 16))
              (then (unreachable)))
            (if (call $proc_join (i32.const 24) (i32.const 0) (i32.const 32)) (then (unreachable)))
            (call $proc_exit (i32.load16_u (i32.const 34)))
            """));
        string file = _scratch.Write("binary.wat", Program($"{child} (call $proc_exit (i32.const 7))"));
        return ToolRun.Run([.. options, "--program", $"cat={file}", parent]);
    }

    /// <summary>
    /// Creates a program. A thread with the argument 0 traps. Another one waits until its start is in the trace, and syncs a descriptor.
    /// </summary>
    private static string Program(string body) => $$"""
        (module
          (import "wasi" "thread-spawn" (func $thread-spawn (param i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_sync" (func $fd_sync (param i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (import "wasix_32v1" "proc_spawn2"
            (func $proc_spawn2 (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_join" (func $proc_join (param i32 i32 i32) (result i32)))
          (import "env" "memory" (memory 1 1 shared))
          (export "memory" (memory 0))
          (data (i32.const 64) "cat")
          (func $thread
            (drop (call $thread-spawn (i32.const 5)))
            (i32.atomic.store (i32.const 132) (i32.const 1))
            (loop $wait (br_if $wait (i32.eqz (i32.atomic.load (i32.const 128))))))
          (func (export "wasi_thread_start") (param i32 i32)
            (if (i32.eqz (local.get 1)) (then (unreachable)))
            (loop $wait (br_if $wait (i32.eqz (i32.atomic.load (i32.const 132)))))
            {{Sync}}
            (i32.atomic.store (i32.const 128) (i32.const 1)))
          (func (export "_start") {{body}}))
        """;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
