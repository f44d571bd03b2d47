using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class CheckCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Check_ValidFile_PrintsNothing()
    {
        _ = _scratch.Write("types/size.witx", "(typename $size u32)");
        string root = _scratch.Write("kv.witx", """
            (use "types/size.witx")
            (module $kv (@interface func (export "put") (param $n $size)))
            """);
        Assert.Equal(new ToolRun(0, "", ""), ToolRun.Run("check", root));
    }

    [Fact]
    public void Check_SeveralErrors_PrintsThemByFileAndPosition()
    {
        string used = _scratch.Write("types.witx", "(typename $a u33)\n");
        string root = _scratch.Write("kv.witx", """
            (use "types.witx")
            (module $kv
              (@interface func (export "put") (param $n $nothing))
              (@interface func (export "put")))
            """);
        ToolRun run = ToolRun.Run("check", root);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        string[] lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.Collection(
            lines,
            line => Assert.StartsWith($"{root}(3,45): error WITX101: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{root}(4,28): error WITX", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{Normal(used)}(1,14): error WITX013: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_MissingIncludedFile_PrintsAnErrorAtTheUseForm()
    {
        string root = _scratch.Write("kv.witx", "\n(use \"nowhere.witx\")\n");
        ToolRun run = ToolRun.Run("check", root);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{root}(2,6): error WITX", run.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.witx", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ErrorInASharedFile_IsPrintedOnce()
    {
        _ = _scratch.Write("types.witx", "(typename $a u33)");
        string one = _scratch.Write("one.witx", "(use \"types.witx\")");
        string two = _scratch.Write("two.witx", "(use \"types.witx\")");
        ToolRun run = ToolRun.Run("check", one, two);
        Assert.Equal(1, run.ExitCode);
        _ = Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Check_UnreadableFile_Returns2()
    {
        string root = _scratch.Write("kv.witx", "(typename $a u8)");
        using FileStream held = new(root, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        ToolRun run = ToolRun.Run("check", root);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"witx: Cannot read '{root}'", run.Error, StringComparison.Ordinal);
    }

    private static string Normal(string path) => path.Replace('\\', '/');
}
