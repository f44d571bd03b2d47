namespace Benchmarks.Calls;

/// <summary>The guests: each call in a counted loop, with the errors of all calls or-ed together.</summary>
internal static class CallGuest
{
    /// <summary>Where the guest has <c>fd_tell</c> write the offset.</summary>
    internal const int OffsetAddress = 8;

    internal const string Text =
        """
        (module
          (import "bench" "null" (func $null (result i32)))
          (import "bench" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "null") (param $fd i32) (param $n i32) (result i32) (local $error i32)
            (loop $again
              (local.set $error (i32.or (local.get $error) (call $null)))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $error))
          (func (export "fd_tell") (param $fd i32) (param $n i32) (result i32) (local $error i32)
            (loop $again
              (local.set $error (i32.or (local.get $error) (call $fd_tell (local.get $fd) (i32.const 8))))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $error)))
        """;

    /// <summary>The same for WASI: it opens the file <c>f</c> of its first directory. WASI has no call that does nothing.</summary>
    internal const string WasiText =
        """
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "f")
          (func (export "open") (result i32)
            (drop (call $path_open
              (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i64.const 0x26) (i64.const 0) (i32.const 0)
              (i32.const 16)))
            (i32.load (i32.const 16)))
          (func (export "fd_tell") (param $fd i32) (param $n i32) (result i32) (local $error i32)
            (loop $again
              (local.set $error (i32.or (local.get $error) (call $fd_tell (local.get $fd) (i32.const 8))))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $error)))
        """;
}
