using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed partial class DocsCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Docs_ValidFile_DescribesModulesFunctionsAndTypes()
    {
        ToolRun run = ToolRun.Run("docs", Beside("kv.witx"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Snapshot.Matches("kv.md", run.Out);
    }

    [Theory]
    [InlineData("wasi_snapshot_preview1.witx")]
    [InlineData("wasix_v1.witx")]
    public void Docs_WasiInterfaces_ContainNoBrokenLinks(string name)
    {
        string page = ToolRun.Run("docs", Beside($"../../../witx/{name}")).Out;
        Assert.All(Link().Matches(page), link => Assert.Contains($"<a id=\"{link.Groups[1].Value}\"></a>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void DocsCheck_OutdatedFile_Returns1()
    {
        string page = _scratch["kv.md"];
        ToolRun missing = ToolRun.Run("docs", Beside("kv.witx"), "-o", page, "--check");
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith($"{page}: error: ", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(page));

        Assert.Equal(new ToolRun(0, "", ""), ToolRun.Run("docs", Beside("kv.witx"), "-o", page));
        Assert.Equal(new ToolRun(0, "", ""), ToolRun.Run("docs", Beside("kv.witx"), "-o", page, "--check"));

        File.AppendAllText(page, "More.\n");
        Assert.Equal(1, ToolRun.Run("docs", Beside("kv.witx"), "-o", page, "--check").ExitCode);
    }

    [Fact]
    public void Docs_FileWithErrors_PrintsThemAndWritesNothing()
    {
        string root = _scratch.Write("kv.witx", "(typename $a u33)");
        ToolRun run = ToolRun.Run("docs", root, "-o", _scratch["kv.md"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"{root}(1,14): error WITX013: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["kv.md"]));
    }

    [Fact]
    public void Docs_UnwritableOutput_Returns2()
    {
        ToolRun run = ToolRun.Run("docs", Beside("kv.witx"), "-o", _scratch["no/where.md"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("witx: Cannot write ", run.Error, StringComparison.Ordinal);
    }

    private static string Beside(string name, [CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, name);

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex Link();
}
