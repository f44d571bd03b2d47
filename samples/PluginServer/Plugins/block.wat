;; Sleeps for an hour. The timeout ends it: 504.
(module
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  ;; A subscription to the monotonic clock, with a timeout of 3,600,000,000,000 ns.
  (data (i32.const 16) "\01")
  (data (i32.const 24) "\00\a0\b8\30\46\03\00\00")
  (func (export "_start") (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))))
