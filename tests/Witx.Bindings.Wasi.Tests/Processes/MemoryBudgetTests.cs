using System;
using System.Collections.Concurrent;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Accounting;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>The memory of a run (<see cref="WasiLimits.MaxTotalMemory"/>): linear memories, tables and stacks.</summary>
public sealed class MemoryBudgetTests : IDisposable
{
    private const int MiB = 1 << 20;
    private const int Page = 1 << 16;

    // Of the programs in C.
    private const int Tables = 2 * MemoryBudget.TableElementSize;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<long> _reserved = new();
    private readonly StringWriter _output = new();
    private readonly WasiHost _host = new();
    private WasiProcess? _root;

    /// <summary>Every run leaves nothing reserved.</summary>
    public void Dispose()
    {
        _host.Dispose();
        Assert.Equal(0, _root?.Processes.Memory.Reserved ?? 0);
    }

    /// <summary>The limit leaves half a MiB beside the first process and three others, or threads of it.</summary>
    [Theory]
    [InlineData("spawn", Errno.Nomem)]
    [InlineData("fork", Errno.Nomem)]
    [InlineData("vfork", Errno.Nomem)]
    [InlineData("thread", Errno.Again)]
    [InlineData("context", Errno.Nomem)]
    public async Task Starts_BeyondMaxTotalMemory_FailUntilOneEnds(string kind, Errno error)
    {
        using WasiProgram program = _host.Load("budgets", await ReadGuestAsync("budgets.wasm"));
        bool isProcess = kind is not ("thread" or "context");

        // The program starts with 2 pages, and needs more for contexts alone. Its table has 2 elements.
        long memory = (isProcess ? 2 : 16) * Page;
        long first = memory + MemoryBudget.StackSize + Tables;
        long other = (isProcess ? memory : 0) + MemoryBudget.StackSize + Tables;
        await RunAsync(program, new()
        {
            Arguments = ["budgets", kind],
            Programs = { ["budgets"] = program },
            Limits = { MaxMemory = memory, MaxTotalMemory = first + (3 * other) + (MiB / 2), MaxProcessStarts = int.MaxValue },
        });
        Assert.Equal($"started 03\nerror {(int)error:00}\n", _output.ToString());
        Assert.Equal([first, first + (3 * other), first, first], _reserved);
    }

    /// <summary>Each thread has a table without a maximum, so that it can have 100,000 elements.</summary>
    [Fact]
    public async Task Threads_WithLargeTables_CountWithThem()
    {
        const int Elements = 100_000;
        const long Each = MemoryBudget.StackSize + (Elements * MemoryBudget.TableElementSize);
        using WasiProgram program = _host.Load("tables", Encoding.UTF8.GetBytes("""
            (module
              (import "env" "memory" (memory 1 1 shared))
              (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (table $elements 1 funcref)
              (func (export "wasi_thread_start") (param i32 i32)
                (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
              (func (export "_start") (local $started i32)
                (drop (call $yield))
                (loop $again
                  (if (i32.gt_s (call $spawn (i32.const 0)) (i32.const 0))
                    (then
                      (local.set $started (i32.add (local.get $started) (i32.const 1)))
                      (br_if $again (i32.lt_u (local.get $started) (i32.const 50))))))
                (drop (call $yield))
                (call $exit (local.get $started))))
            """));
        WasiResult result = await RunAsync(program, new()
        {
            Limits = { MaxMemory = Page, MaxTableElements = Elements, MaxTotalMemory = Page + (4 * Each) + MemoryBudget.StackSize },
        });
        Assert.Equal(3, result.ExitCode);
        Assert.Equal([Page + Each, Page + (4 * Each)], _reserved);
    }

    [Theory]
    [InlineData(50_000, 42)]
    [InlineData(200_000, -(int)Errno.Nomem)]
    public async Task Process_WithALargeTable_CountsWithIt(int elements, int expected)
    {
        using WasiProgram other = _host.Load("other", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (table {elements} {elements} funcref)
              (memory (export "memory") 1)
              (func (export "_start") (call $exit (i32.const 42))))
            """));
        using WasiProgram program = _host.Load("starter", await ReadGuestAsync("trees.wasm"));
        await RunAsync(program, new()
        {
            Arguments = ["tree", "start", "other"],
            Programs = { ["other"] = other },
            Limits = { MaxMemory = 2 * Page, MaxTotalMemory = (4 * Page) + (2 * MemoryBudget.StackSize) + MiB },
        });
        Assert.Equal(expected >= 0 ? $"exit {expected}\n" : $"error {-expected}\n", _output.ToString());
    }

    /// <summary>A process that executes a program needs its tables and memory instead of its own. It keeps its stack.</summary>
    [Theory]
    [InlineData(50_000, 42)]
    [InlineData(200_000, 137)]
    public async Task Program_ExecutedWithALargeTable_EndsBeyondMaxTotalMemory(int elements, int exitCode)
    {
        using WasiProgram other = _host.Load("other", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (table {elements} {elements} funcref)
              (memory (export "memory") 1)
              (func (export "_start") (drop (call $yield)) (call $exit (i32.const 42))))
            """));
        using WasiProgram program = _host.Load("execute", ExecutingProgram.Create("other"));
        WasiResult result = await RunAsync(program, new()
        {
            Programs = { ["other"] = other },
            Limits = { MaxMemory = Page, MaxTotalMemory = MiB + Page + MemoryBudget.StackSize },
        });
        Assert.Equal(exitCode, result.ExitCode);
        long reserved = Page + MemoryBudget.StackSize + ((long)elements * MemoryBudget.TableElementSize);
        Assert.Equal(exitCode == 42 ? [reserved] : [], _reserved);
    }

    /// <summary>The defaults of all limits allow their default numbers of threads and of small processes at the same time.</summary>
    [Fact]
    public void Budget_OfTheDefaultLimits_HasSpaceForAllThreadsAndProcesses()
    {
        const long Tables = 1 << 20;
        WasiLimits limits = new();
        using WasiProcess process = _root = new(new WasiOptions { Limits = limits });
        MemoryBudget budget = process.Processes.Memory;
        Assert.True(budget.TryReserve(Tables));
        for (int i = 0; i < limits.MaxProcesses; i++)
        {
            Assert.Equal(Errno.Success, process.Processes.TryReserve(out _));
            Assert.True(budget.TryReserve(Tables) && budget.TryReserve(4 * MiB, limits.MaxMemory, out _), $"Process {i}");
        }

        for (int i = 0; i < limits.MaxThreads; i++)
        {
            Assert.True(process.Processes.TryAddThread(MemoryBudget.StackSize + Tables, out _), $"Thread {i}");
        }

        budget.Release(budget.Reserved - limits.MaxMemory - MemoryBudget.StackSize);
    }

    [Fact]
    public void MaxTotalMemory_Default_IsMoreThanMaxMemory()
    {
        Assert.Equal(4L << 30, new WasiLimits().MaxTotalMemory);
        WasiLimits limits = new() { MaxMemory = 8L << 30 };
        Assert.Equal(11L << 30, limits.MaxTotalMemory);
        Assert.Equal(3L << 30, new WasiLimits(limits) { MaxMemory = 1 }.MaxTotalMemory - 1);
        Assert.Equal(5, new WasiLimits(new() { MaxTotalMemory = 5 }).MaxTotalMemory);
        Assert.Equal(long.MaxValue, new WasiLimits { MaxMemory = long.MaxValue }.MaxTotalMemory);
    }

    private static Task<byte[]> ReadGuestAsync(string name) => File.ReadAllBytesAsync(
        Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", name), TestContext.Current.CancellationToken);

    private async Task<WasiResult> RunAsync(WasiProgram program, WasiOptions options)
    {
        options.Output = WasiOutput.ToText(_output);
        options.Started = process => _root = process;
        options.Interceptors =
        [
            (function, next) => function.Name != "sched_yield" ? next : (in call) =>
            {
                _reserved.Enqueue(_root!.Processes.Memory.Reserved);
                return next(in call);
            },
        ];
        CancellationToken token = TestContext.Current.CancellationToken;
        return await program.RunAsync(options, token).WaitAsync(s_patience, token);
    }
}
