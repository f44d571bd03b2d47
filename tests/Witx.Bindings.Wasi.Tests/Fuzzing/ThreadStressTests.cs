using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Fuzzing;

/// <summary>
/// Runs a C program (<c>tests/guests/wasix/stress.c</c>) whose threads, contexts, descriptors, futexes, signals and end are chosen at
/// random, with random pauses in its system calls. <c>WITX_STRESS_SCHEDULES</c> is the number of runs.
/// </summary>
[Collection(nameof(CallFuzzTests))]
public sealed class ThreadStressTests(ITestOutputHelper output)
{
    private const int DefaultSchedules = 300;
    private const int WarmUp = 100;

    // The guest's checks fail with their line, which is larger.
    private const int MaxExitCode = 20;

    // Heaps and caches grow by less. A store that is left behind has a stack and tables of its own.
    private const long MaxGrowth = 24 << 20;

    private static readonly string? s_schedules = Environment.GetEnvironmentVariable("WITX_STRESS_SCHEDULES");

    private readonly ConcurrentDictionary<string, int> _calls = [];
    private readonly ConcurrentDictionary<string, int> _ends = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomSchedules_LeaveNothingBehind(bool isCancelled)
    {
        int count = s_schedules is null ? DefaultSchedules : int.Parse(s_schedules, CultureInfo.InvariantCulture);
        int first = s_schedules is null ? 0 : Environment.TickCount & 0xfffffff;
        Stopwatch watch = Stopwatch.StartNew();
        (int descriptors, long memory, long resident) = (0, 0, 0);
        using (WasiHost host = new())
        {
            using WasiProgram program = host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "stress.wasm"));
            for (int i = 0; i < count + WarmUp; i++)
            {
                if (i == WarmUp)
                {
                    (descriptors, memory, resident) = Measure();
                }

                TimeLimit.Run(() => Run(program, first + i, isCancelled), $"schedule {first + i}");
            }

            (int Descriptors, long Memory, long Resident) end = Measure();
            output.WriteLine(
                $"{count} schedules from {first} in {watch.Elapsed.TotalSeconds:n1} s; managed memory {memory:n0} -> {end.Memory:n0}, "
                + $"resident {resident:n0} -> {end.Resident:n0}; "
                + $"{string.Join(", ", _ends.OrderBy(static end => end.Key).Select(static end => $"{end.Key}: {end.Value}"))}; "
                + string.Join(", ", _calls.OrderBy(static call => call.Key).Select(static call => $"{call.Key}: {call.Value}")));
            Assert.Equal(descriptors, end.Descriptors);
            Assert.InRange(end.Memory - memory, long.MinValue, MaxGrowth);
            Assert.InRange(end.Resident - resident, long.MinValue, 4 * MaxGrowth);
        }

        Assert.True(SpinWait.SpinUntil(static () => CountThreads() == 0, TimeLimit.Value), $"{CountThreads()} threads did not end.");
        AssertVariety(isCancelled);
    }

    /// <summary>Asserts that the runs ended in every way and made every call: an empty program leaves nothing behind either.</summary>
    private void AssertVariety(bool isCancelled)
    {
        string[] ends = isCancelled
            ? ["exit 0", "exit 7", "exit 9", "Unreachable", "cancelled"]
            : ["exit 0", "exit 7", "exit 8", "exit 9", "Unreachable"];
        Assert.Empty(ends.Except(_ends.Keys));
        string[] calls =
        [
            "thread_spawn_v2", "thread_join", "thread_sleep", "thread_signal", "futex_wait", "futex_wake_all", "context_create",
            "context_switch", "context_destroy", "fd_pipe", "fd_read", "fd_write", "fd_dup", "fd_close",
        ];
        Assert.Empty(calls.Except(_calls.Keys));
    }

    private void Run(WasiProgram program, int seed, bool isCancelled)
    {
        Random random = new(seed);

        // Not disposed, because the thread pool may cancel it after the run has ended.
        CancellationTokenSource cancellation = new();
        int callsUntilCancel = isCancelled ? random.Next(1, 120) : int.MaxValue;
        int calls = 0;
        WasiProcess? process = null;
        HostInterceptor disturb = (function, next) => (in call) =>
        {
            int number = Interlocked.Increment(ref calls);
            if (number == callsUntilCancel)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static source => ((CancellationTokenSource)source!).Cancel(), cancellation);
            }

            Pause(HashCode.Combine(seed, number));
            long result = next(in call);
            if (result == (long)Errno.Success)
            {
                _calls.AddOrUpdate(function.Name, 1, static (_, count) => count + 1);
            }

            return result;
        };
        WasiOptions options = new()
        {
            Arguments = ["stress", seed.ToString(CultureInfo.InvariantCulture)],
            Interceptors = [disturb],
            Limits = { MaxThreads = 8 },
            Started = started => process = started,
        };
        string end;
        try
        {
            int exitCode = program.Run(options, cancellation.Token).ExitCode;
            Assert.True(exitCode < MaxExitCode, $"Schedule {seed}: the check at line {exitCode} of the guest failed.");
            end = $"exit {exitCode}";
        }
        catch (WasiTrapException trap)
        {
            Assert.True(trap.Kind is global::Wasmtime.TrapCode.Unreachable, $"Schedule {seed}: {trap}");
            end = "Unreachable";
        }
        catch (OperationCanceledException) when (isCancelled)
        {
            end = "cancelled";
        }

        _ends.AddOrUpdate(end, 1, static (_, count) => count + 1);
        Assert.True(
            process is { Threads: { IsEmpty: true, ContextCount: 0 }, Ledger.Charged: 0 },
            $"Schedule {seed}: {process!.Threads.ContextCount} contexts and {process.Ledger.Charged} bytes are left.");
    }

    /// <summary>Lets other threads run, for a time that differs from call to call.</summary>
    private static void Pause(int hash)
    {
        switch (hash & 15)
        {
            case 0:
                Thread.Sleep(0);
                break;
            case 1:
                _ = Thread.Yield();
                break;
            case 2:
                Thread.SpinWait((hash >>> 8) & 0x3ff);
                break;
        }
    }

    /// <summary>Returns the number of open descriptors, the managed memory, and the resident memory of this process.</summary>
    private static (int Descriptors, long Memory, long Resident) Measure()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (CallFuzzTests.CountOpenDescriptors(), GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }

    /// <summary>
    /// Counts the threads of the system for threads and contexts of guests; 0 on systems that do not list the names of threads.
    /// </summary>
    private static int CountThreads() => OperatingSystem.IsLinux()
        ? Directory.GetDirectories("/proc/self/task").Count(static task =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm")).Trim() is "WASI thread" or "WASI wakeup";
            }
            catch (IOException)
            {
                // The thread has ended.
                return false;
            }
        })
        : 0;
}
