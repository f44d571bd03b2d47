using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>Modules and files that <c>witx run</c> cannot run or open.</summary>
public sealed class UnusableModuleTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Run_ImportsThatAreMissing_AreOneLineEach()
    {
        string guest = _scratch.Write("missing.wat", """
            (module
              (import "kv" "get" (func (param i32) (result i32)))
              (import "kv" "put" (func (param i64)))
              (func (export "_start")))
            """);
        ToolRun run = ToolRun.Run("run", guest);
        string[] lines = run.Error.Split('\n');
        Assert.Equal((126, 4), (run.ExitCode, lines.Length));
        Assert.Equal($"witx: Cannot run '{guest}': 2 imports are missing.", lines[0]);
        Assert.StartsWith("  kv.get: (i32) -> (i32)", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  kv.put: (i64) -> ()", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(127, "nowhere.wasm")]
    [InlineData(125, "--dir", "nowhere::/", "sound.wat")]
    [InlineData(125, "--stdin", "nowhere.txt", "sound.wat")]
    [InlineData(126, "broken.wat")]
    [InlineData(126, "page.html")]
    [InlineData(126, "empty.wasm")]
    [InlineData(126, "reactor.wat")]
    [InlineData(126, "library.wat")]
    [InlineData(126, "component.wat")]
    [InlineData(126, "signature.wat")]
    [InlineData(126, "anyref.wat")]
    [InlineData(126, "--invoke", "_start", "sound.wat")]
    public void Run_UnusableModuleOrFile_PrintsOneLineAndReturnsTheCodeOfContainerTools(int exitCode, params string[] arguments)
    {
        _ = _scratch.Write("sound.wat", PreviewProgram.Create(""));
        _ = _scratch.Write("broken.wat", "(module (func");
        _ = _scratch.Write("page.html", "<html>");
        _ = _scratch.Write("empty.wasm", "");
        _ = _scratch.Write("reactor.wat", """(module (func (export "_initialize")))""");
        _ = _scratch.Write("library.wat", """(module (func (export "add")))""");
        _ = _scratch.Write("component.wat", "(component)");
        _ = _scratch.Write("signature.wat", """(module (func (export "_start") (param i32)))""");
        _ = _scratch.Write("anyref.wat", """(module (func (export "_start")) (func (export "f") (param anyref)))""");
        ToolRun run = ToolRun.Run(
        [
            "run",
            .. arguments.Select(argument => argument.Contains('.', StringComparison.Ordinal) ? _scratch[argument] : argument),
        ]);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"witx: Cannot run '{_scratch[arguments[^1]]}': ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }
}
