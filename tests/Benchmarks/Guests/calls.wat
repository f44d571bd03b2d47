;; Each exported function is a loop over one call of calls.witx. It returns the errors or-ed together.
(module
  (import "bench" "null" (func $null (result i32)))
  (import "bench" "scalar" (func $scalar (param i64) (result i64)))
  (import "bench" "tell" (func $tell (param i32 i32) (result i32)))
  (import "bench" "stat" (func $stat (param i32 i32) (result i32)))
  (import "bench" "sum" (func $sum (param i32 i32 i32) (result i32)))
  (import "bench" "text" (func $text (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "/some/path/there")
  ;; Three buffers of eight bytes.
  (data (i32.const 128) "\00\01\00\00\08\00\00\00\10\01\00\00\08\00\00\00\20\01\00\00\08\00\00\00")

  (func (export "null") (param $n i32) (result i32) (local $error i32)
    (loop $again
      (local.set $error (i32.or (local.get $error) (call $null)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $error))

  (func (export "scalar") (param $n i32) (result i32) (local $value i64)
    (loop $again
      (local.set $value (call $scalar (local.get $value)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.eqz (local.get $value)))

  (func (export "tell") (param $n i32) (result i32) (local $error i32)
    (loop $again
      (local.set $error (i32.or (local.get $error) (call $tell (i32.const 4) (i32.const 64))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $error))

  (func (export "stat") (param $n i32) (result i32) (local $error i32)
    (loop $again
      (local.set $error (i32.or (local.get $error) (call $stat (i32.const 4) (i32.const 64))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $error))

  (func (export "sum") (param $n i32) (result i32) (local $error i32)
    (loop $again
      (local.set $error (i32.or (local.get $error) (call $sum (i32.const 128) (i32.const 3) (i32.const 64))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $error))

  (func (export "text") (param $n i32) (result i32) (local $error i32)
    (loop $again
      (local.set $error (i32.or (local.get $error) (call $text (i32.const 0) (i32.const 16))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $error)))
