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
                imports from wasi_snapshot_preview1
                  proc_exit(i32) -> ()
                exports
                  memory: memory of 2 pages and more
                  _start() -> ()
                  mix(i32, i64) -> (f32, f64)

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
