using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("'witx --help'")]
    [InlineData("Unexpected command, option or argument 'chek'", "chek")]
    [InlineData("'witx --help'", "--frobnicate")]
    [InlineData("'witx check --help'", "check")]
    [InlineData("'witx docs --help'", "docs", "a.witx", "b.witx")]
    [InlineData("'witx diff --help'", "diff", "a.witx")]
    [InlineData("'--check' requires '-o OUT'", "docs", "a.witx", "--check")]
    [InlineData("'--check' requires '-o OUT'", "bind", "--to", "c", "a.witx", "--check")]
    [InlineData("'witx bind --help'", "bind", "--to", "pascal", "a.witx")]
    [InlineData("File 'nowhere.witx' does not exist", "check", "nowhere.witx")]
    [InlineData("File 'nowhere.witx' does not exist", "docs", "nowhere.witx")]
    public void Witx_WrongUsage_PrintsOneLineAndReturns2(string message, params string[] arguments)
    {
        ToolRun run = ToolRun.Run(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("witx: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help", "docs <FILE>")]
    [InlineData("--version", "0.1.0")]
    public void Witx_HelpOrVersion_PrintsToStandardOutput(string option, string answer)
    {
        ToolRun run = ToolRun.Run(option);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(answer, run.Out, StringComparison.Ordinal);
    }
}
