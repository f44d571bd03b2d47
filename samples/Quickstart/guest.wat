;; The guest stores every result in its memory, where the program that runs it reads them.
;;
;;     0  texts
;;   256  output of a call: a descriptor or a number of bytes
;;   512  errnos of fd_sync, a 32-bit number a row
;;  1024  the attributes of the file before it is written
;;  1088  the attributes of the file after it is synchronised
;;  1536  errnos of the store, a 32-bit number a call
;;  1600  a bucket, the length of a value, the totals of the bucket
;;  1664  a value
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_sync" (func $fd_sync (param i32) (result i32)))
  (import "kv" "open" (func $kv_open (param i32 i32 i32) (result i32)))
  (import "kv" "put" (func $kv_put (param i32 i32 i32 i32 i32) (result i32)))
  (import "kv" "get" (func $kv_get (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "kv" "usage" (func $kv_usage (param i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 0) "journal.txt")
  (data (i32.const 16) "every byte of this is on the disk\n")
  (data (i32.const 64) "greetings")
  (data (i32.const 80) "english")
  (data (i32.const 96) "hello, host")
  (data (i32.const 112) "klingon")
  ;; The one buffer of fd_write: 34 bytes at 16.
  (data (i32.const 248) "\10\00\00\00\22\00\00\00")

  ;; Synchronises a descriptor and stores the result in a row.
  (func $sync (export "sync") (param $row i32) (param $fd i32)
    (i32.store
      (i32.add (i32.const 512) (i32.mul (local.get $row) (i32.const 4)))
      (call $fd_sync (local.get $fd))))

  ;; Creates a file in a directory, writes to it and synchronises it.
  (func (export "sync_file") (param $row i32) (param $directory i32) (local $file i32)
    ;; CREAT and TRUNC, for reading and writing.
    (call $must (call $path_open
      (local.get $directory) (i32.const 0) (i32.const 0) (i32.const 11)
      (i32.const 9) (i64.const 0x42) (i64.const 0) (i32.const 0) (i32.const 256)))
    (local.set $file (i32.load (i32.const 256)))
    (call $must (call $fd_filestat_get (local.get $file) (i32.const 1024)))
    (call $must (call $fd_write (local.get $file) (i32.const 248) (i32.const 1) (i32.const 260)))
    (call $sync (local.get $row) (local.get $file))
    (call $must (call $fd_filestat_get (local.get $file) (i32.const 1088))))

  ;; Stores a value, reads it back, reads a key that is missing, and reads the totals.
  (func (export "store")
    (i32.store (i32.const 1536) (call $kv_open (i32.const 64) (i32.const 9) (i32.const 1600)))
    (i32.store (i32.const 1540)
      (call $kv_put (i32.load (i32.const 1600)) (i32.const 80) (i32.const 7) (i32.const 96) (i32.const 11)))
    (i32.store (i32.const 1544)
      (call $kv_get (i32.load (i32.const 1600)) (i32.const 80) (i32.const 7) (i32.const 1664) (i32.const 64) (i32.const 1604)))
    (i32.store (i32.const 1548)
      (call $kv_get (i32.load (i32.const 1600)) (i32.const 112) (i32.const 7) (i32.const 1664) (i32.const 64) (i32.const 1604)))
    (i32.store (i32.const 1552) (call $kv_usage (i32.load (i32.const 1600)) (i32.const 1608))))

  (func $must (param $errno i32)
    (if (local.get $errno) (then (unreachable)))))
