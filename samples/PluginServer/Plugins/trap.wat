;; Reads outside of its memory, which is a trap: 502.
(module
  (memory (export "memory") 1)
  (func (export "_start") (drop (i32.load (i32.const -4)))))
