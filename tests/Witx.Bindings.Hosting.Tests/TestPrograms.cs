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
