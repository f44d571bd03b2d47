using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>Length of lines in the sources.</summary>
public sealed class LineLengthTests
{
    [Theory]
    [InlineData("generator")]
    [InlineData("runtime")]
    [InlineData("samples")]
    [InlineData("tests")]
    public void Lines_OfSources_FitTheMaximum(string folder)
    {
        string[] files = [.. FindSources(Path.Combine(Repository.Root, folder))];
        Assert.NotEmpty(files);
        string[] violations =
        [
            .. files.SelectMany(static file => LongLines.Find(File.ReadAllText(file)).Select(line =>
                $"{GetName(file)}:{line} is longer than {LongLines.MaxLength} columns: wrap it.")),
        ];
        if (violations.Length > 0) Assert.Fail(string.Join(Environment.NewLine, violations));
    }

    [Fact]
    public void Find_LongLine_IsReportedUnlessItIsInARawString()
    {
        string text = new('x', LongLines.MaxLength);
        string raw = "\"\"\"";

        Assert.Equal([2], LongLines.Find($"class X\n{{ string s = \"{text}\"; }}"));
        Assert.Equal([3], LongLines.Find($"class X\n{{\n// {text}\n}}"));
        Assert.Empty(LongLines.Find($"class X\n{{ string s = {raw}\n{text}x\n{raw}; }}"));
        Assert.Empty(LongLines.Find(text));
    }

    private static IEnumerable<string> FindSources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file =>
            !file.EndsWith(".verified.cs", StringComparison.Ordinal)
            && !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(static name => name is "bin" or "obj"));

    private static string GetName(string file) => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/');
}
