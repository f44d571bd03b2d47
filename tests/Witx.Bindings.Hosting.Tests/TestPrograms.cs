using System.Text;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>Programs in the WebAssembly text format.</summary>
internal static class TestPrograms
{
    /// <summary>Exits with the number of the scope.</summary>
    internal static byte[] Scope { get; } = Create("(call $exit (call $scope))");

    /// <summary>Waits until the test releases it.</summary>
    internal static byte[] Wait { get; } = Create("(drop (call $wait))");

    /// <summary>Computes without end.</summary>
    internal static byte[] Loop { get; } = Create("(loop $again (br $again))");

    /// <summary>Writes five bytes to standard output.</summary>
    internal static byte[] Write { get; } =
        Create("(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))");

    /// <summary>A library with a function.</summary>
    internal static byte[] Library { get; } =
        """(module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))"""u8.ToArray();

    /// <summary>Traps when its instance is created.</summary>
    internal static byte[] Start { get; } =
        """(module (memory (export "memory") 1) (func (export "_start")) (func $trap (unreachable)) (start $trap))"""u8.ToArray();

    /// <summary>Creates a program that runs another one and waits for it.</summary>
    /// <param name="child">The path of the other program.</param>
    /// <param name="end">The last instructions of the program.</param>
    internal static byte[] CreateParent(string child, string end) => Encoding.UTF8.GetBytes($"""
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (import "wasix_32v1" "proc_spawn2"
            (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 64) "{child}")
          (func (export "_start")
            (if (call $spawn
                (i32.const 64) (i32.const {child.Length}) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16))
              (then (unreachable)))
            (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (unreachable)))
            {end}))
        """);

    private static byte[] Create(string body) => Encoding.UTF8.GetBytes($"""
        (module
          (import "counter" "scope" (func $scope (result i32)))
          (import "counter" "wait" (func $wait (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\10\00\00\00\05\00\00\00")
          (data (i32.const 16) "hello")
          (func (export "_start") {body}))
        """);
}
