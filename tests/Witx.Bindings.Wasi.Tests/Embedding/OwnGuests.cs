using System.Text;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary>Guests that import WASI and <see cref="OwnHost"/>.</summary>
internal static class OwnGuests
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (import "own" "get" (func $get (param i32 i32 i32 i32 i32) (result i32)))
        (import "own" "act" (func $act (param i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "key")
        (data (i32.const 16) "\40\00\00\00\03\00\00\00")
        """;

    /// <summary>A command: gets the value of <c>key</c>, writes it to standard output, and exits with <c>act(7)</c>.</summary>
    internal static byte[] Command { get; } = Create("""
        (func (export "_start")
          (drop (call $get (i32.const 0) (i32.const 3) (i32.const 64) (i32.const 16) (i32.const 32)))
          (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36)))
          (call $exit (call $act (i32.const 7))))
        """);

    /// <summary>A command that calls <c>act(1)</c> and then computes without end.</summary>
    internal static byte[] Endless { get; } = Create(
        """(func (export "_start") (drop (call $act (i32.const 1))) (loop $again (br $again)))""");

    /// <summary>A command that calls <c>act</c> with the result of growing its memory by two pages, and exits with that.</summary>
    internal static byte[] Growing { get; } = Create(
        """(func (export "_start") (call $exit (call $act (memory.grow (i32.const 2)))))""");

    /// <summary>A reactor with functions of several types.</summary>
    internal static byte[] Reactor { get; } = Create("""
        (global $initialized (mut i32) (i32.const 0))
        (global $calls (mut i32) (i32.const 0))
        (func (export "_initialize") (global.set $initialized (i32.const 1)))
        (func (export "initialized") (result i32) (global.get $initialized))
        (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
        (func (export "divide") (param i64 i64) (result i64 i64)
          (i64.div_u (local.get 0) (local.get 1)) (i64.rem_u (local.get 0) (local.get 1)))
        (func (export "count") (result i32)
          (global.set $calls (i32.add (global.get $calls) (i32.const 1))) (global.get $calls))
        (func (export "act") (param i32) (result i32) (call $act (local.get 0)))
        (func (export "spin") (loop $again (br $again)))
        (func (export "trap") unreachable)
        (func (export "exit") (call $exit (i32.const 5)))
        (func (export "address") (result i32) (i32.const 1024))
        (func (export "sum") (param $at i32) (param $length i32) (result i32)
          (local $sum i32)
          (block $done
            (loop $next
              (br_if $done (i32.eqz (local.get $length)))
              (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (local.set $length (i32.sub (local.get $length) (i32.const 1)))
              (br $next)))
          (local.get $sum))
        (func (export "vector") (param v128))
        (table (export "functions") 1 funcref)
        """);

    /// <summary>A guest with all imports and this text.</summary>
    internal static byte[] Create(string text) => Encoding.UTF8.GetBytes($"(module {Imports} {text})");
}
