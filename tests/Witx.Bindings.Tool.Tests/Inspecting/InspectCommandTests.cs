using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Inspect_Module_ListsImportsAndExports()
    {
        string module = _scratch.Write("a.wat", """
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
              (memory (export "memory") 2)
              (func (export "_start"))
              (func (export "mix") (param i32 i64) (result f32 f64) (f32.const 0) (f64.const 0)))
            """);
        Assert.Equal(
            new ToolRun(
                0,
                """
                imports from wasi_snapshot_preview1, offered by WASI preview1
                  proc_exit(i32) -> ()
                exports
                  memory: memory of 2 pages or more
                  _start() -> ()
                  mix(i32, i64) -> (f32, f64)
                proposals: multiple values
                could use: none

                """.ReplaceLineEndings("\n"),
                ""),
            ToolRun.Run("inspect", module));
    }

    [Fact]
    public void Inspect_ImportThatWasiLacks_NamesItAndReturns1()
    {
        string module = _scratch.Write("b.wat", """
            (module
              (import "kv" "get" (func (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_sync" (func (param i32) (result i32)))
              (import "env" "memory" (memory 1)))
            """);
        ToolRun run = ToolRun.Run("inspect", module);
        Assert.Equal(1, run.ExitCode);
        string missing = Assert.Single(run.Out.Split('\n'), static line => line.StartsWith("missing: ", StringComparison.Ordinal));
        Assert.StartsWith("missing: kv.get: (i32) -> (i32)", missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "(func (result i32) (i32.const 1))")]
    [InlineData("tail calls", "(func $f return_call $f)")]
    [InlineData("SIMD", "(func (drop (v128.const i64x2 1 2)))")]
    [InlineData("threads", "(memory 1 1 shared)")]
    [InlineData("64-bit memory", "(memory i64 1)")]
    [InlineData("exception handling", "(tag $t) (func (throw $t))")]
    [InlineData("garbage collection", "(type $s (struct)) (func (drop (struct.new $s)))")]
    [InlineData("bulk memory", "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))")]
    public void Inspect_Proposal_IsNamed(string proposals, string body)
    {
        string module = _scratch.Write("p.wat", $"(module {body})");
        Assert.Contains($"\nproposals: {proposals}\n", ToolRun.Run("inspect", module).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_FunctionsOfWasi_NameWhatTheProgramCouldUse()
    {
        string module = _scratch.Write("u.wat", """
            (module
              (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sock_shutdown" (func (param i32 i32) (result i32)))
              (import "wasi_unstable" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
              (import "wasix_32v1" "getpid" (func (param i32) (result i32))))
            """);
        string text = ToolRun.Run("inspect", module).Out;
        Assert.Contains("\ncould use: files and directories, network, random numbers\n", text, StringComparison.Ordinal);
        Assert.Contains("\nimports from wasi_unstable, offered by WASI preview0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nimports from wasix_32v1, offered by WASIX\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.wasm")]
    [InlineData("broken.wat")]
    public void Inspect_UnusableFile_PrintsOneLineAndReturns2(string name)
    {
        _ = _scratch.Write("broken.wat", "(module (func");
        ToolRun run = ToolRun.Run("inspect", _scratch[name]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"witx: Cannot inspect '{_scratch[name]}': ", run.Error, StringComparison.Ordinal);
    }
}
