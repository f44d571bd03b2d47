using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasi;

namespace Benchmarks.Async;

/// <summary>
/// Measures processes that a guest starts, executes and copies, against native C code, processes that .NET starts, and instances of
/// Wasmtime .NET on threads of their own.
/// </summary>
internal static class ProcessBenchmark
{
    private const int Count = 50;

    /// <summary>Measures and prints the table.</summary>
    internal static void Print()
    {
        using WasiHost host = new();
        using WasiProgram child = host.Load("child", """(module (memory (export "memory") 1) (func (export "_start")))"""u8.ToArray());
        using WasiProgram parent = host.Load("parent", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "proc_spawn2"
                (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "child")
              (func (export "_start") (local $i i32)
                (loop $again
                  (if (call $spawn
                        (i32.const 64) (i32.const 5) (i32.const 64) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                        (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 16))
                    (then (unreachable)))
                  (i64.store (i32.const 24) (i64.const 0))
                  (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (unreachable)))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));
        using WasiProgram link = host.Load("link", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "proc_exec3" (func $exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
              (import "env" "memory" (memory 1 16 shared))
              (data (i32.const 64) "link")
              (data (i32.const 256) "{{string.Concat(Enumerable.Repeat("x\\n", Count))}}")
              (func (export "_start") (local $left i32)
                (if (call $args_sizes_get (i32.const 0) (i32.const 4)) (then (unreachable)))
                (local.set $left (i32.sub (i32.load (i32.const 0)) (i32.const 1)))
                (if (local.get $left)
                  (then
                    (drop (call $exec
                      (i32.const 64) (i32.const 4) (i32.const 256) (i32.mul (i32.const 2) (local.get $left)) (i32.const 0) (i32.const 0)
                      (i32.const 1) (i32.const 0) (i32.const 0)))
                    (unreachable)))))
            """));
        using WasiProgram fork = host.Load(Guests.GetPath("forktimes.wasm"));
        using NativeTimes? native = NativeTimes.Compile();
        using Engine engine = new();
        using Module module = Module.FromText(engine, "child", """(module (memory (export "memory") 1) (func (export "_start")))""");
        WasiLimits limits = new() { MaxProcessStarts = int.MaxValue };
        TurnTable table = new("Witx.Bindings", "native", ".NET", "Wasmtime .NET by hand");
        WasiOptions spawning = new() { Programs = { ["child"] = child }, Limits = limits };
        table.Add(
            "a process, spawned with a compiled program and joined",
            () => TurnTable.Time(Count, () => Run(parent, spawning)),
            GetNative(native, "spawn"),
            static () => TurnTable.Time(Count, StartTrue),
            () => TurnTable.Time(Count, () => ThreadBenchmark.RunInstances(engine, module, Count)));
        WasiOptions executing = new() { Programs = { ["link"] = link }, Limits = limits };
        executing.Arguments = [.. Enumerable.Repeat("x", Count + 1)];
        table.Add(
            "an `exec` of a compiled program with a shared memory",
            () => TurnTable.Time(Count, () => Run(link, executing)),
            GetNative(native, "exec"),
            null,
            null);
        foreach (int size in (int[])[1, 16, 64])
        {
            WasiOptions forking = new() { Arguments = ["forktimes", $"{size}", $"{Count}"], Limits = limits };
            table.Add(
                $"a fork of {size} MiB, an eighth of it in use, and the end of the copy",
                () => TurnTable.Time(Count, () => Run(fork, forking)),
                GetNative(native, "fork", $"{size}"),
                null,
                null);
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine(native is null ? "There is no C compiler 'cc', so that the native column is empty.\n" : "");
        Console.Write(table);
    }

    private static Func<double>? GetNative(NativeTimes? native, string name, string amount = "0") =>
        native is null ? null : () => native.Run(name, $"{Count}", amount);

    private static void Run(WasiProgram program, WasiOptions options)
    {
        int exitCode = program.Run(options).ExitCode;
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The guest exited with {exitCode}.");
        }
    }

    private static void StartTrue()
    {
        for (int i = 0; i < Count; i++)
        {
            using Process process = Process.Start("/bin/true");
            process.WaitForExit();
        }
    }
}
