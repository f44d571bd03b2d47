using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Fuzzing;

/// <summary>No other test may run in parallel, because the test counts the open descriptors of this process.</summary>
[CollectionDefinition(nameof(CallFuzzTests), DisableParallelization = true)]
public sealed class CountedAlone;

/// <summary>
/// Calls all imports of all namespaces with descriptors of all kinds. Many arguments are variations of successful ones.
/// <c>WITX_FUZZ_SECONDS</c> makes the run longer.
/// </summary>
[Collection(nameof(CallFuzzTests))]
public sealed class CallFuzzTests(ITestOutputHelper output)
{
    private const int CallsOfAProcess = 4000;
    private const int MaxArguments = 16;
    private const int MaxKept = 24;
    private const int MaxErrno = (int)Errno.Notcapable;

    // A run without a leak grows caches and pools by less. A leak of one object for each call is far more.
    private const long MaxGrowth = 32 << 20;

    private static readonly ulong[] s_numbers =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 32, 63, 64, 100, 128, 255, 256, 1000, 4095, 4096, 65535, 65536,
        FuzzedProcess.MemoryLength - 8, FuzzedProcess.MemoryLength - 1, FuzzedProcess.MemoryLength, 0x7fff_ffff, 0x8000_0000,
        uint.MaxValue - 1, uint.MaxValue,
        1UL << 32, (1UL << 32) + 0x100, long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    private readonly Dictionary<string, List<ulong[]>> _successes = [];
    private readonly HashSet<string> _called = [];
    private long _calls;
    private long _succeeded;
    private long _blocked;

    [Fact]
    public void AnySystemCall_FuzzedArguments_ReturnsAnErrnoOrTraps()
    {
        int seed = FuzzBudget.IsLong ? Environment.TickCount : 20;
        Random random = new(seed);
        using ScratchDirectory scratch = new();
        File.WriteAllText(scratch["outside"], "canary");
        Stopwatch watch = Stopwatch.StartNew();
        (int descriptors, long memory) = (0, 0);
        for (int round = 0; watch.Elapsed < FuzzBudget.Time; round++)
        {
            // In one of eight processes, calls may wait until the watchdog cancels them.
            Run(scratch, random, interrupts: round % 8 != 7, seed, round);
            if (round == 20)
            {
                Collect();
                (descriptors, memory) = (CountOpenDescriptors(), GC.GetTotalMemory(forceFullCollection: true));
            }

            if (round == 20 || round % 1000 == 0)
            {
                Assert.Equal(["jail", "outside"], Directory.EnumerateFileSystemEntries(scratch.Path).Select(Path.GetFileName).Order());
                Assert.Equal("canary", File.ReadAllText(scratch["outside"]));
            }
        }

        output.WriteLine(
            $"seed {seed}: {_calls:n0} calls of {_called.Count} functions, "
            + $"{_succeeded:n0} succeeded, {_blocked:n0} cancelled while waiting, "
            + $"{watch.Elapsed.TotalSeconds:n0} s");
        Assert.True(descriptors > 0, "The run was too short to measure leaks.");
        Assert.Equal("canary", File.ReadAllText(scratch["outside"]));
        Collect();
        Assert.Equal(descriptors, CountOpenDescriptors());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, MaxGrowth);
        Assert.True(_succeeded > _calls / 20, $"Only {_succeeded} of {_calls} calls succeeded, so the arguments are too random.");
    }

    private void Run(ScratchDirectory scratch, Random random, bool interrupts, int seed, int round)
    {
        if (Directory.Exists(scratch["jail"]))
        {
            Directory.Delete(scratch["jail"], recursive: true);
        }

        Directory.CreateDirectory(scratch["jail/dir"]);
        Directory.CreateDirectory(scratch["jail/locked"]);
        File.WriteAllText(scratch["jail/file"], "text");
        File.CreateSymbolicLink(scratch["jail/link"], "../outside");
        using FuzzedProcess process = new(scratch, interrupts, random);
        using Watchdog watchdog = new(process);
        ulong[] arguments = new ulong[MaxArguments];
        for (int call = 0; call < CallsOfAProcess && !process.HasEnded; call++)
        {
            (IHostModule Host, HostFunction Function) import = process.Imports[random.Next(process.Imports.Count)];
            string key = $"{import.Function.Module}.{import.Function.Name}{import.Function.Signature}";
            if (import.Function.Name is "proc_exit" or "proc_exit2" or "thread_exit" && random.Next(200) != 0)
            {
                continue;
            }

            if (call % 64 == 0)
            {
                process.Fill(random);
            }

            ChooseArguments(key, random, arguments);
            _calls++;
            _ = _called.Add(key);
            try
            {
                watchdog.Start();
                long result = process.Call(import, arguments);
                if (result == 0)
                {
                    _succeeded++;
                    KeepArguments(key, arguments, random);
                }

                Assert.True(
                    import.Function.Signature.Result is null
                    || (result is >= 0 and <= MaxErrno)
                    || import.Function.Name.StartsWith("thread_spawn", StringComparison.Ordinal),
                    $"{key} returned {result}");
            }
            catch (Exception e) when (e is WitxTrapException or WasiExitException)
            {
            }
            catch (OperationCanceledException)
            {
                _blocked++;
            }
            catch (Exception e)
            {
                string description = $"{key}({string.Join(", ", arguments)})";
                throw new InvalidOperationException(
                    $"Unexpected exception with seed {seed} in process {round}, call {call}: {description}.", e);
            }
            finally
            {
                watchdog.Stop();
            }

            Assert.True(process.IsWithinItsLimits, $"{key} exceeded the memory of the host: seed {seed}, process {round}, call {call}.");
        }

        Assert.True(process.CanariesAreIntact, $"A call wrote outside the guest's memory: seed {seed}, process {round}.");
    }

    /// <summary>Chooses arguments: half of the time those of a call that succeeded, with one of them changed.</summary>
    private void ChooseArguments(string key, Random random, Span<ulong> arguments)
    {
        if (random.Next(2) == 0 && _successes.TryGetValue(key, out List<ulong[]>? kept))
        {
            kept[random.Next(kept.Count)].CopyTo(arguments);
            arguments[random.Next(arguments.Length)] = CreateArgument(random);
            return;
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = CreateArgument(random);
        }
    }

    private static ulong CreateArgument(Random random) => random.Next(10) switch
    {
        0 or 1 or 2 => (ulong)random.Next(24),
        3 or 4 => (ulong)random.Next(128) * 32,
        5 => 0x1000 + ((ulong)random.Next(0x300) * 16),
        6 => 0x4000 + ((ulong)random.Next(0x1000) * 16),
        7 => 1UL << random.Next(32),
        8 => (ulong)random.NextInt64(),
        _ => s_numbers[random.Next(s_numbers.Length)],
    };

    private void KeepArguments(string key, ReadOnlySpan<ulong> arguments, Random random)
    {
        if (!_successes.TryGetValue(key, out List<ulong[]>? kept))
        {
            _successes.Add(key, kept = []);
        }

        if (kept.Count < MaxKept)
        {
            kept.Add(arguments.ToArray());
        }
        else
        {
            kept[random.Next(MaxKept)] = arguments.ToArray();
        }
    }

    /// <summary>Closes the descriptors of processes that earlier tests did not dispose.</summary>
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Counts the open descriptors without those of assemblies, which the runtime opens when it first needs them.</summary>
    private static int CountOpenDescriptors() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Count(
            static file => new FileInfo(file).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true)
        : 1;

    /// <summary>Cancels a process whose call takes too long.</summary>
    private sealed class Watchdog : IDisposable
    {
        private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(5);

        private readonly Timer _timer;

        internal Watchdog(FuzzedProcess process)
        {
            _timer = new Timer(static process => ((FuzzedProcess)process!).Cancel(), process, Timeout.Infinite, Timeout.Infinite);
        }

        internal void Start() => _timer.Change(s_timeout, Timeout.InfiniteTimeSpan);

        internal void Stop() => _timer.Change(Timeout.Infinite, Timeout.Infinite);

        public void Dispose()
        {
            using ManualResetEvent done = new(initialState: false);
            if (_timer.Dispose(done))
            {
                _ = done.WaitOne();
            }
        }
    }
}
