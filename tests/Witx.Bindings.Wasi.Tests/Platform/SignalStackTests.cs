using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Tests.Fuzzing;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>The memory of the host's threads that have run a guest and have ended.</summary>
[Collection(nameof(CallFuzzTests))]
public sealed class SignalStackTests
{
    private const int Threads = 200;

    private static readonly byte[] s_crowds = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "crowds.wasm"));

    [Fact]
    public async Task Threads_ThatRanAGuestAndEnded_LeaveNoMappings()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the mappings of a process.");
        await RunCrowdAsync();
        int before = CountMappings();
        await RunCrowdAsync();
        await RunCrowdAsync();

        // Each thread would leave two.
        Assert.InRange(CountMappings() - before, int.MinValue, Threads / 2);
    }

    /// <summary>Runs a guest that has all threads at the same time, and waits until the threads have ended.</summary>
    private static async Task RunCrowdAsync()
    {
        int threads = CountThreads();
        await RunCrowdToEndAsync();
        Assert.True(SpinWait.SpinUntil(() => CountThreads() < threads + (Threads / 10), TimeLimit.Value), "The threads did not end.");
    }

    private static async Task RunCrowdToEndAsync()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("crowds", s_crowds);
        WasiOptions options = new() { Limits = { MaxThreads = Threads } };
        Assert.Equal(7, (await program.RunAsync(options, TestContext.Current.CancellationToken).WaitInTimeAsync()).ExitCode);
    }

    private static int CountThreads() => Directory.GetDirectories("/proc/self/task").Length;

    private static int CountMappings() => File.ReadLines("/proc/self/maps").Count();
}
