;; Changes one byte in the middle of the file d/f3, and exits with the error.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pwrite" (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "d/f3")
  (data (i32.const 8) "\00\00\00\00\01\00\00\00") ;; a vector: address 0, length 1
  (func (export "_start")
    (call $proc_exit
      (i32.or
        (call $path_open
          (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0) (i64.const 0x40) (i64.const 0) (i32.const 0) (i32.const 16))
        (call $fd_pwrite (i32.load (i32.const 16)) (i32.const 8) (i32.const 1) (i64.const 0x80000) (i32.const 20))))))
