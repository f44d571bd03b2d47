using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasmtime;
using Xunit;
using Xunit.Sdk;

namespace Witx.Bindings.Wasi.Tests.Fuzzing;

/// <summary>
/// Runs a C program whose first argument is the seed of everything it does, with random pauses in its system calls, and asserts that the
/// runs leave nothing behind. <c>WITX_STRESS_SCHEDULES</c> is the number of runs.
/// </summary>
/// <param name="guest">The file name of the program.</param>
/// <param name="isCancelled">True to cancel each run at a random call.</param>
/// <param name="output">The output of the test.</param>
internal sealed class StressSchedules(string guest, bool isCancelled, ITestOutputHelper output)
{
    private const int DefaultSchedules = 300;

    // Schedules run until each expected end and call has been seen: the interleaving of threads, which differs from run to run, decides
    // over some, and a few are seen in one of 200 schedules.
    private const int MaxFactor = 20;

    private const int WarmUp = 100;

    // The guest's checks fail with their line, which is larger.
    private const int MaxExitCode = 20;

    // The exit code of a process that a signal ended is this and the signal.
    private const int SignalExitCode = 128;

    // Heaps and caches grow by less. A store that is left behind has a stack and tables of its own.
    private const long MaxGrowth = 24 << 20;

    // A thread that leaves its signal stack behind leaves two.
    private const int MaxMappings = 300;

    private static readonly string? s_schedules = Environment.GetEnvironmentVariable("WITX_STRESS_SCHEDULES");

    private readonly ConcurrentDictionary<string, int> _calls = [];
    private readonly ConcurrentDictionary<string, int> _ends = [];
    private WasiProcess? _process;

    /// <summary>Runs all schedules.</summary>
    /// <param name="configure">Completes the options of a run.</param>
    /// <param name="ends">The ways in which runs end, each of which must be seen.</param>
    /// <param name="calls">Functions that must succeed in some run.</param>
    internal void Run(Action<WasiOptions, WasiProgram, Random> configure, string[] ends, string[] calls)
    {
        int count = s_schedules is null ? DefaultSchedules : int.Parse(s_schedules, CultureInfo.InvariantCulture);
        int first = s_schedules is null ? 0 : Environment.TickCount & 0xfffffff;
        Stopwatch watch = Stopwatch.StartNew();
        (string[] descriptors, int mappings, long memory, long resident) = ([], 0, 0, 0);
        string[] threads = ListThreads();
        WasiHost host = new();
        using (host)
        {
            using WasiProgram program = host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", guest));
            int i = 0;
            for (; i < count + WarmUp || (i < MaxFactor * count && !HasSeen(ends, calls)); i++)
            {
                if (i == WarmUp)
                {
                    (descriptors, mappings, memory, resident) = Measure();
                }

                try
                {
                    Run(program, first + i, configure);
                }
                catch (FailException failure) when (_process is { } process)
                {
                    throw FailException.ForFailure($"Schedule {first + i}: {failure.Message} {Describe(process)}");
                }
            }

            (string[] Descriptors, int Mappings, long Memory, long Resident) end = Measure();
            output.WriteLine(
                $"{i - WarmUp} schedules from {first} in {watch.Elapsed.TotalSeconds:n1} s; managed memory {memory:n0} -> {end.Memory:n0}, "
                + $"resident {resident:n0} -> {end.Resident:n0}, mappings {mappings} -> {end.Mappings}; "
                + $"{string.Join(", ", _ends.OrderBy(static end => end.Key).Select(static end => $"{end.Key}: {end.Value}"))}; "
                + string.Join(", ", _calls.OrderBy(static call => call.Key).Select(static call => $"{call.Key}: {call.Value}")));
            Assert.Equal(descriptors, end.Descriptors);
            Assert.InRange(end.Mappings - mappings, int.MinValue, MaxMappings);
            Assert.InRange(end.Memory - memory, long.MinValue, MaxGrowth);
            Assert.InRange(end.Resident - resident, long.MinValue, 4 * MaxGrowth);
        }

        // An empty program leaves nothing behind either.
        Assert.Empty(ends.Except(_ends.Keys));
        Assert.Empty(calls.Except(_calls.Keys));

        Assert.True(SpinWait.SpinUntil(() => host.IsFreed, TimeLimit.Value), "A run has left a lease of the host.");
        SpinWait.SpinUntil(() => !ListThreads().Except(threads).Any(), TimeLimit.Value);
        Assert.Empty(ListThreads().Except(threads).Select(GetName));
    }

    private bool HasSeen(string[] ends, string[] calls) => ends.All(_ends.ContainsKey) && calls.All(_calls.ContainsKey);

    private void Run(WasiProgram program, int seed, Action<WasiOptions, WasiProgram, Random> configure)
    {
        Random random = new(seed);

        // Not disposed, because the thread pool may cancel it after the run has ended.
        CancellationTokenSource cancellation = new();
        int callsUntilCancel = isCancelled ? random.Next(1, 120) : int.MaxValue;
        int calls = 0;
        int processes = 0;
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
        ConcurrentQueue<string> failures = [];
        WasiOptions options = new()
        {
            Arguments = ["stress", seed.ToString(CultureInfo.InvariantCulture)],
            Interceptors = [disturb],
            LoggerFactory = new TrapLog(failures),
            Started = started => _process = process = started,
            ProcessStarted = _ => Interlocked.Increment(ref processes),
            ProcessExited = (child, status) =>
            {
                Interlocked.Decrement(ref processes);
                if (status.Signal == WasiTypes.Signal.None && status.ExitCode >= MaxExitCode)
                {
                    failures.Enqueue($"the check at line {status.ExitCode} of process {child.ProcessId} failed");
                }
            },
        };
        configure(options, program, random);
        string end;
        try
        {
            // On a thread of the host: one of the test that ends would leave its signal stack behind.
            int exitCode = program.RunAsync(options, cancellation.Token).WaitInTimeAsync().GetAwaiter().GetResult().ExitCode;
            if (exitCode is >= MaxExitCode and <= SignalExitCode)
            {
                failures.Enqueue($"the check at line {exitCode} of the guest failed");
            }

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
        Assert.True(failures.IsEmpty, $"Schedule {seed}: {string.Join(", ", failures)}.");
        AssertNothingIsLeft(process!, seed, processes);
    }

    /// <summary>Describes the processes of a run that does not end.</summary>
    private static string Describe(WasiProcess root) => string.Join("; ", root.Processes.GetAll().Select(static process =>
        $"process {process.Id} of {process.Parent?.Id ?? 0}: "
        + (process.IsRunning ? "runs" : process.Parent is null ? "first" : "does not run")
        + (process.Shutdown.HasEnded ? ", has ended" : "")
        + (process.MainThread.Waiter.IsParked ? ", waits" : "")
        + (process.Threads.IsEmpty ? "" : ", has threads")));

    private static void AssertNothingIsLeft(WasiProcess process, int seed, int processes)
    {
        (string Name, long Count)[] parts =
        [
            ("threads", process.Threads.IsEmpty ? 0 : 1),
            ("contexts", process.Threads.ContextCount),
            ("running processes", processes),
            ("entries of processes and threads", process.Processes.EntryCount),
            ("bytes of linear memory", process.Processes.Memory.Reserved),
            ("bytes of host memory", process.Ledger.Charged),
        ];
        string[] left = [.. parts.Where(static part => part.Count != 0).Select(static part => $"{part.Count} {part.Name}")];
        Assert.True(left.Length == 0, $"Schedule {seed}: {string.Join(", ", left)} are left.");
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

    /// <summary>Returns the open descriptors, the mappings, the managed memory, and the resident memory of this process.</summary>
    private static (string[] Descriptors, int Mappings, long Memory, long Resident) Measure()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        int mappings = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Count() : 0;
        return (ListDescriptors(), mappings, GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }

    /// <summary>
    /// Lists the targets of the open descriptors, so that a failure names the one that is left. Assemblies and their symbols are not among
    /// them: the runtime opens each when it first needs it, for example the symbols for a stack trace.
    /// </summary>
    private static string[] ListDescriptors() => OperatingSystem.IsLinux()
        ?
        [
            .. Directory.GetFiles("/proc/self/fd")
                .Select(static file => new FileInfo(file).LinkTarget)
                .OfType<string>()
                .Where(static target => Path.GetExtension(target) is not (".dll" or ".pdb"))
                .Select(static target => target.Split('[', ']') is [var type, _, ""] ? type : target)
                .Order(),
        ]
        : [];

    /// <summary>
    /// Lists the threads of the system that run guests; none on systems that do not list the names of threads. The engine keeps threads for
    /// compilations, which inherit the name of the thread that compiled first.
    /// </summary>
    private static string[] ListThreads() => OperatingSystem.IsLinux()
        ?
        [
            .. Directory.GetDirectories("/proc/self/task").Where(static task => GetName(task) is var name
                && name.StartsWith("WASI ", StringComparison.Ordinal)
                && !name.StartsWith("WASI compil", StringComparison.Ordinal)),
        ]
        : [];

    private static string GetName(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            // The thread has ended.
            return "";
        }
    }

    /// <summary>Records the traps of processes that the guest does not intend.</summary>
    private sealed class TrapLog(ConcurrentQueue<string> failures) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null and not WasiTrapException { Kind: global::Wasmtime.TrapCode.Unreachable })
            {
                failures.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
