using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>The options of <c>witx run</c> that let a guest execute programs.</summary>
public sealed class ProgramOptionTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>Spawns the program "child", which may be the file "/tools/child", waits for it, and exits with its code.</summary>
    [Theory]
    [InlineData(7, "--program", "child=CHILD")]
    [InlineData(7, "--program", "/tools/child=CHILD")]
    [InlineData(7, "--dir", "TOOLS::/tools:exec")]
    [InlineData(102, "--dir", "TOOLS::/tools")]
    [InlineData(144)]
    public void Run_ProgramOfTheGuest_NeedsARight(int exitCode, params string[] options)
    {
        Directory.CreateDirectory(_scratch["tools"]);
        string child = _scratch.Write("child.wat", """
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "_start") (call $exit (i32.const 7))))
            """);

        // The same in binary: types, the import, a function, a memory, exports and code.
        byte[] module =
        [
            0, .. "asm"u8, 1, 0, 0, 0,
            1, 8, 2, 0x60, 0, 0, 0x60, 1, 0x7f, 0,
            2, 36, 1, 22, .. "wasi_snapshot_preview1"u8, 9, .. "proc_exit"u8, 0, 1,
            3, 2, 1, 0,
            5, 3, 1, 0, 1,
            7, 19, 2, 6, .. "memory"u8, 2, 0, 6, .. "_start"u8, 0, 1,
            10, 8, 1, 6, 0, 0x41, 7, 0x10, 0, 0x0b,
        ];
        File.WriteAllBytes(Path.Combine(_scratch["tools"], "child"), module);
        string guest = _scratch.Write("parent.wat", """
            (module
              (import "wasix_32v1" "proc_spawn2"
                (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "child")
              (data (i32.const 80) "/tools:/bin")
              (func (export "_start") (local $error i32)
                (local.set $error (call $spawn
                  (i32.const 64) (i32.const 5) (i32.const 64) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                  (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 80) (i32.const 11) (i32.const 16)))
                (if (local.get $error) (then (call $exit (i32.add (i32.const 100) (local.get $error)))))
                (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (call $exit (i32.const 99))))
                (call $exit (i32.load16_u (i32.const 34)))))
            """);
        string[] given =
        [
            .. options.Select(option => option
                .Replace("CHILD", child, StringComparison.Ordinal)
                .Replace("TOOLS", _scratch["tools"], StringComparison.Ordinal)),
        ];
        Assert.Equal(new ToolRun(exitCode, "", ""), ToolRun.Run(["run", "--quiet", .. given, guest]));
    }
}
