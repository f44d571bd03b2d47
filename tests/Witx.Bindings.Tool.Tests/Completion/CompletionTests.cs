using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("witx ins", "inspect\n")]
    [InlineData("witx run --trace-f", "--trace-file\n")]
    [InlineData("witx bind --to ", "c\ncsharp\nrust\n")]
    [InlineData("witx completion z", "zsh\n")]
    public void Complete_Line_PrintsTheWordsThatCanFollow(string line, string words) =>
        Assert.Equal(new ToolRun(0, words, ""), ToolRun.Run("complete", "--position", $"{line.Length}", line));

    [Fact]
    public void Complete_CursorInsideTheLine_IgnoresTheRest() =>
        Assert.Equal(new ToolRun(0, "inspect\n", ""), ToolRun.Run("complete", "--position", "8", "witx insanity"));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Completion_OfAShell_CallsComplete(string shell)
    {
        ToolRun run = ToolRun.Run("completion", shell);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("witx complete --position ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_InBash_CompletesACommand()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "Completion in bash needs '/bin/bash'.");
        string script = _scratch.Write("completion.bash", ToolRun.Run("completion", "bash").Out);
        string tool = typeof(WitxTool).Assembly.Location;
        string command = $$"""
            witx() { dotnet '{{tool}}' "$@"; }
            source '{{script}}'
            COMP_LINE='witx insp x' COMP_POINT=9
            _witx
            echo "${COMPREPLY[@]}"
            """;
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardOutput = true })!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("inspect\n", output);
    }
}
