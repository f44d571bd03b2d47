;; Computes without end. The timeout ends it: 504.
(module
  (memory (export "memory") 1)
  (func (export "_start") (loop $again (br $again))))
