using System;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Fuzzing;

/// <summary>
/// Runs C programs that act at random: <c>tests/guests/wasix/stress.c</c> uses threads, contexts, descriptors, futexes and signals,
/// <c>processstress.c</c> also processes.
/// </summary>
[Collection(nameof(CallFuzzTests))]
public sealed class ThreadStressTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomSchedules_OfThreads_LeaveNothingBehind(bool isCancelled)
    {
        string[] ends = isCancelled
            ? ["exit 0", "exit 7", "exit 9", "Unreachable", "cancelled"]
            : ["exit 0", "exit 7", "exit 8", "exit 9", "Unreachable"];
        string[] calls =
        [
            "thread_spawn_v2", "thread_join", "thread_sleep", "thread_signal", "futex_wait", "futex_wake_all", "context_create",
            "context_switch", "context_destroy", "fd_pipe", "fd_read", "fd_write", "fd_dup", "fd_close",
        ];
        new StressSchedules("stress.wasm", isCancelled, output)
            .Run(static (options, _, _) => options.Limits.MaxThreads = 8, ends, calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomSchedules_OfProcesses_LeaveNothingBehind(bool isCancelled)
    {
        const int Memory = 1 << 20;
        string[] ends = isCancelled
            ? ["exit 0", "exit 9", "Unreachable", "cancelled"]
            : ["exit 0", "exit 7", "exit 8", "exit 9", "exit 137", "Unreachable"];
        string[] calls =
        [
            "proc_fork", "proc_fork_env", "proc_exec3", "proc_spawn2", "proc_join", "proc_signal", "thread_spawn_v2", "context_switch",
            "fd_pipe", "fd_read", "fd_write", "fd_dup2",
        ];
        StressSchedules schedules = new("processstress.wasm", isCancelled, output);
        schedules.Run(Configure, ends, calls);

        static void Configure(WasiOptions options, WasiProgram program, Random random)
        {
            options.Arguments = [.. options.Arguments, "0", "0"];
            options.Programs["stress"] = program;
            options.Mounts = [new WasiMount("/data", WasiDirectory.CreateInMemory())];
            options.Limits = new()
            {
                MaxThreads = 8,
                MaxProcesses = random.Next(4, 12),
                MaxProcessStarts = int.MaxValue,
                MaxMemory = Memory,
                MaxTotalMemory = random.Next(2, 30) * Memory,
            };
        }
    }
}
