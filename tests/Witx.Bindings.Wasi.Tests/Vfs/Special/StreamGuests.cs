using System.Text;

namespace Witx.Bindings.Wasi.Tests.Vfs.Special;

/// <summary>Programs in the WebAssembly text format that use the standard streams.</summary>
internal static class StreamGuests
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 4)
        (data (i32.const 16) "hello")
        (func $transfer (param $address i32) (param $length i32)
          (i32.store (i32.const 0) (local.get $address))
          (i32.store (i32.const 4) (local.get $length)))
        (func $write (param $fd i32) (param $address i32) (param $length i32) (result i32)
          (call $transfer (local.get $address) (local.get $length))
          (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)))
        (func $hello (param $fd i32) (result i32) (call $write (local.get $fd) (i32.const 16) (i32.const 5)))
        """;

    /// <summary>Copies standard input to standard output, 48 bytes at a time, and exits with the first error.</summary>
    internal static byte[] Copy { get; } = Command("""
        (local $error i32)
        (loop $again
          (call $transfer (i32.const 64) (i32.const 48))
          (local.set $error (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
          (if (local.get $error) (then (call $exit (local.get $error))))
          (if (i32.load (i32.const 8))
            (then
              (drop (call $write (i32.const 1) (i32.const 64) (i32.load (i32.const 8))))
              (br $again))))
        """);

    /// <summary>Writes 4 KiB to standard output again and again, and exits with the first error.</summary>
    internal static byte[] Endless { get; } = Command("""
        (local $error i32)
        (loop $again
          (local.set $error (call $write (i32.const 1) (i32.const 4096) (i32.const 4096)))
          (br_if $again (i32.eqz (local.get $error))))
        (call $exit (local.get $error))
        """);

    /// <summary>
    /// Creates a command from the body of <c>_start</c>, which can call <c>$hello</c> and <c>$write</c> with a descriptor.
    /// </summary>
    internal static byte[] Command(string body) => Encoding.UTF8.GetBytes($"""(module {Imports} (func (export "_start") {body}))""");
}
