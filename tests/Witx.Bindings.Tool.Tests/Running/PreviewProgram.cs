namespace Witx.Bindings.Tool.Tests;

/// <summary>Programs of preview1 in the text format.</summary>
internal static class PreviewProgram
{
    /// <summary>Copies the standard input to the standard output.</summary>
    internal const string Echo = """
        (loop $again
          (i64.store (i32.const 8) (i64.const 0x100_0000_0400))
          (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 16)))
          (i32.store (i32.const 12) (i32.load (i32.const 16)))
          (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 20)))
          (br_if $again (i32.load (i32.const 16))))
        """;

    /// <summary>Creates a program.</summary>
    /// <param name="body">The instructions of <c>_start</c>. The function <c>$deep</c> traps.</param>
    internal static string Create(string body) => $"""
        (module
          (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "path_open"
            (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (memory (export "memory") 1)
          (func $deep unreachable)
          (func $start (export "_start")
            {body}))
        """;
}
