using System.Text;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>A program that executes another one, and returns after an error.</summary>
internal static class ExecutingProgram
{
    internal static byte[] Create(string name) => Encoding.UTF8.GetBytes($"""
        (module
          (import "wasix_32v1" "proc_exec3" (func $exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 64) "{name}")
          (func (export "_start")
            (drop (call $exec
              (i32.const 64) (i32.const {name.Length}) (i32.const 64) (i32.const {name.Length}) (i32.const 0) (i32.const 0)
              (i32.const 1) (i32.const 0) (i32.const 0)))))
        """);
}
