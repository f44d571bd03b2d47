using System;
using System.Globalization;
using System.Text;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Async;

/// <summary>
/// Measures threads, contexts and futexes of a guest against native C code, threads of .NET, and instances of Wasmtime .NET on threads of
/// their own.
/// </summary>
internal static class ThreadBenchmark
{
    private const int Count = 500;
    private const int LockCount = 20_000;
    private const int LockThreads = 4;
    private const int WakeCount = 2_000;
    private const int Crowd = 200;

    private static readonly Lock s_lock = new();
    private static int s_counter;

    /// <summary>Measures and prints the table.</summary>
    internal static void Print()
    {
        using WasiHost host = new();
        using WasiProgram threads = host.Load("threads", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "env" "memory" (memory 1 1 shared))
              (func (export "wasi_thread_start") (param i32 i32)
                (i32.atomic.store (i32.const 0) (local.get 1))
                (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
              (func (export "_start") (local $i i32)
                (loop $again
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (if (i32.le_s (call $spawn (local.get $i)) (i32.const 0)) (then (unreachable)))
                  (drop (memory.atomic.wait32 (i32.const 0) (i32.sub (local.get $i) (i32.const 1)) (i64.const -1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));
        using WasiProgram contexts = LoadContexts(host, "(call $create) (call $destroy)");
        using WasiProgram switches = LoadContexts(host, "(call $switch)", first: "(call $create)");
        using WasiProgram times = host.Load(Guests.GetPath("threadtimes.wasm"));
        using NativeTimes? native = NativeTimes.Compile();
        using Engine engine = new();
        using Module module = Module.FromText(engine, "thread", """(module (func (export "_start")))""");
        TurnTable table = new("Witx.Bindings", "native", ".NET", "Wasmtime .NET by hand");
        Func<double> byHand = () => TurnTable.Time(Count, () => RunInstances(engine, module, Count));
        Func<double> dotnet = static () => TurnTable.Time(Count, StartThreads);
        table.Add("a thread, started and ended", GetGuest(threads), GetNative(native, "thread", Count), dotnet, byHand);
        table.Add("a context, created and destroyed", GetGuest(contexts), null, dotnet, byHand);
        table.Add(
            "a switch to a context and back",
            GetGuest(switches),
            GetNative(native, "switch", Count),
            static () => TurnTable.Time(Count, () => TakeTurns(Count)),
            null);
        table.Add(
            "from a futex wake to the woken thread",
            GetTimes(times, "wake", WakeCount, 2),
            GetNative(native, "wake", WakeCount),
            static () => TurnTable.Time(2 * WakeCount, () => TakeTurns(WakeCount)),
            null);
        table.Add(
            $"a mutex that {LockThreads} threads lock and unlock",
            GetTimes(times, "lock", LockCount, LockThreads),
            GetNative(native, "lock", LockCount, LockThreads),
            static () => TurnTable.Time(LockCount * LockThreads, Contend),
            null);
        Console.WriteLine(Machine.Description);
        Console.WriteLine(native is null ? "There is no C compiler 'cc', so that the native column is empty.\n" : "");
        Console.Write(table);
        Console.WriteLine($"\nResident memory of one of {Crowd} threads: {MeasureGuestCrowd(times) / 1024:n1} KiB; "
            + (native is null ? "" : $"native {native.Run("crowd", "1", $"{Crowd}") / 1024:n1} KiB, ")
            + $".NET {MeasureCrowd() / 1024:n1} KiB.");
    }

    /// <summary>Runs instances, each in a store and on a thread of its own, one after the other.</summary>
    internal static void RunInstances(Engine engine, Module module, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Thread thread = new(() =>
            {
                using Store store = new(engine);
                using Linker linker = new(engine);
                linker.Instantiate(store, module).GetAction("_start")!();
            });
            thread.Start();
            thread.Join();
        }
    }

    private static Func<double> GetGuest(WasiProgram program)
    {
        WasiOptions options = new() { Limits = { MaxThreads = 1000 } };
        return () => TurnTable.Time(Count, () => program.Run(options));
    }

    private static Func<double> GetTimes(WasiProgram program, string name, int count, int threads)
    {
        WasiOptions options = new() { Arguments = ["times", name, $"{count}", $"{threads}"] };
        return () => TurnTable.Time(count * threads, () => Run(program, options));
    }

    private static Func<double>? GetNative(NativeTimes? native, string name, int count, int amount = 0) => native is null
        ? null
        : () => native.Run(name, count.ToString(CultureInfo.InvariantCulture), amount.ToString(CultureInfo.InvariantCulture));

    private static void Run(WasiProgram program, WasiOptions options)
    {
        int exitCode = program.Run(options).ExitCode;
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The guest exited with {exitCode}.");
        }
    }

    private static WasiProgram LoadContexts(WasiHost host, string body, string first = "") =>
        host.Load("contexts", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "context_create" (func $context_create (param i32 i32) (result i32)))
              (import "wasix_32v1" "context_switch" (func $context_switch (param i64) (result i32)))
              (import "wasix_32v1" "context_destroy" (func $context_destroy (param i64) (result i32)))
              (import "env" "memory" (memory 1 4 shared))
              (export "memory" (memory 0))
              (table (export "__indirect_function_table") 2 2 funcref)
              (elem (i32.const 1) func $context)
              (global (export "__stack_pointer") (mut i32) (i32.const 65536))
              (global (export "__data_end") i32 (i32.const 1024))
              (func $check (param i32) (if (local.get 0) (then (unreachable))))
              (func $create (call $check (call $context_create (i32.const 8) (i32.const 1))))
              (func $switch (call $check (call $context_switch (i64.load (i32.const 8)))))
              (func $destroy (call $check (call $context_destroy (i64.load (i32.const 8)))))
              (func $context (loop $again (call $check (call $context_switch (i64.const 0))) (br $again)))
              (func (export "_start") (local $i i32)
                {{first}}
                (loop $again
                  {{body}}
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));

    private static void TakeTurns(int count)
    {
        using SemaphoreSlim there = new(0);
        using SemaphoreSlim back = new(0);
        Thread other = new(() =>
        {
            for (int i = 0; i < count; i++)
            {
                there.Wait();
                _ = back.Release();
            }
        });
        other.Start();
        for (int i = 0; i < count; i++)
        {
            _ = there.Release();
            back.Wait();
        }

        other.Join();
    }

    private static void Contend()
    {
        Thread[] threads = new Thread[LockThreads];
        for (int i = 0; i < LockThreads; i++)
        {
            threads[i] = new Thread(static () =>
            {
                for (int i = 0; i < LockCount; i++)
                {
                    lock (s_lock)
                    {
                        s_counter++;
                    }
                }
            });
            threads[i].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());
        if (Interlocked.Exchange(ref s_counter, 0) != LockThreads * LockCount)
        {
            throw new InvalidOperationException("The lock did not exclude threads.");
        }
    }

    private static void StartThreads()
    {
        for (int i = 0; i < Count; i++)
        {
            Thread thread = new(static () => { });
            thread.Start();
            thread.Join();
        }
    }

    /// <summary>Returns the resident bytes of a thread of a guest, measured when all of them wait.</summary>
    private static double MeasureGuestCrowd(WasiProgram program)
    {
        long present = 0;
        HostInterceptor measure = (function, next) => function.Name != "sched_yield" ? next : (in call) =>
        {
            present = Environment.WorkingSet;
            return next(in call);
        };
        WasiOptions options = new()
        {
            Arguments = ["times", "crowd", "1", $"{Crowd}"],
            Interceptors = [measure],
            Limits = { MaxThreads = Crowd },
        };
        long before = Environment.WorkingSet;
        Run(program, options);
        return (double)(present - before) / Crowd;
    }

    private static double MeasureCrowd()
    {
        using CountdownEvent arrived = new(Crowd);
        using ManualResetEvent gate = new(initialState: false);
        Thread[] threads = new Thread[Crowd];
        long before = Environment.WorkingSet;
        for (int i = 0; i < Crowd; i++)
        {
            threads[i] = new Thread(() =>
            {
                arrived.Signal();
                gate.WaitOne();
            });
            threads[i].Start();
        }

        arrived.Wait();
        long present = Environment.WorkingSet;
        gate.Set();
        Array.ForEach(threads, static thread => thread.Join());
        return (double)(present - before) / Crowd;
    }
}
