using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class CacheCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Cache_ListAndClear_ShowAndDeleteThePrograms()
    {
        string module = _scratch.Write("a.wat", """(module (func (export "_start")))""");
        string folder = _scratch["cache"];
        Assert.Equal(new ToolRun(0, "", ""), Run("run", module));
        FileInfo file = Assert.Single(new DirectoryInfo(folder).GetFiles());
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not a program");

        string[] lines = Run("cache", "list").Out.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{file.Name[..12]}  {file.Length,12} B  ", lines[0], StringComparison.Ordinal);
        Assert.Equal($"1 programs, {file.Length} B in {folder}", lines[1]);

        Assert.Equal(new ToolRun(0, $"deleted 1 programs in {folder}\n", ""), Run("cache", "clear"));
        Assert.Equal(["notes.txt"], new DirectoryInfo(folder).GetFiles().Select(static each => each.Name));
        Assert.Equal(new ToolRun(0, $"0 programs, 0 B in {folder}\n", ""), Run("cache", "list"));
    }

    [Fact]
    public void Run_WithoutCache_AddsNoProgram()
    {
        string module = _scratch.Write("a.wat", """(module (func (export "_start")))""");
        Assert.Equal(new ToolRun(0, "", ""), Run("run", "--no-cache", module));
        Assert.False(Directory.Exists(_scratch["cache"]));
    }

    private ToolRun Run(params string[] arguments) =>
        ToolRun.Run(context => context with { CacheDirectory = _scratch["cache"] }, arguments);
}
