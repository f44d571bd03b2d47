using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>
/// The interfaces that hosts are tested with, as they were spelled before 2021: the C# is the same but for what it quotes, so that every
/// test of such a host is one of its older spelling too.
/// </summary>
public sealed class OlderSpellingTests
{
    [Theory]
    [InlineData("atoms.witx", 2)]
    [InlineData("flags.witx", 1)]
    [InlineData("handles.witx", 2)]
    [InlineData("lists.witx", 5)]
    [InlineData("pointers.witx", 1)]
    [InlineData("records.witx", 7)]
    [InlineData("strings.witx", 3)]
    [InlineData("variants.witx", 2)]
    public void AnInterface_BecomesTheSameInBothSpellings(string file, int functions)
    {
        string[] before = Write(file, Older);
        Assert.Equal(functions, before.Count(static line => line.StartsWith("private long ", StringComparison.Ordinal)));

        // Today's files may say more; what both say comes in the same order.
        int found = 0;
        foreach (string line in Write(file, Today))
        {
            found += found < before.Length && line == before[found] ? 1 : 0;
        }

        Assert.Equal(before.Length, found);
    }

    [Fact]
    public void AnIntWithConstants_IsANumberWithConstants()
    {
        Assert.Equal(["public const ulong Start = 0;", "public const ulong Last = 18446744073709551615;"], Constants(Older));
        Assert.Equal(Constants(Today), Constants(Older));

        static string[] Constants(string folder) =>
            [.. Write("ints.witx", folder).Where(static line => line.StartsWith("public const", StringComparison.Ordinal))];
    }

    private static string Today => Path.Combine(Project.Root(), "tests/Witx.Bindings.Tests/Interfaces");

    private static string Older => Path.Combine(Project.Root(), "tests/Witx.Bindings.Generator.Tests/Output/Older");

    /// <summary>The lines that are written, without the declarations that they quote.</summary>
    private static string[] Write(string file, string folder)
    {
        ImmutableArray<(string Path, string Text)> files = Project.FilesOf(folder, "/project/");
        Compiled compiled = Compiled.Run(Project.Create(
            $$"""
            using Witx.Bindings;
            [WitxModule("{{file}}")]
            internal sealed partial class Host;
            """,
            [.. files.Where(each => each.Path == "/project/" + file || each.Path == "/project/errno.witx")]));
        Assert.Equal("", compiled.Warnings);
        return
        [
            .. compiled.Source().Split('\n').Select(static line => line.Trim()).Where(static line =>
                line.Length > 0 && !line.StartsWith("// ", StringComparison.Ordinal) && !line.StartsWith("#line", StringComparison.Ordinal)),
        ];
    }
}
