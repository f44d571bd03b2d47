using System;
using System.Collections.Immutable;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>
/// The interfaces of the host tests in pre-2021 syntax. Their generated code is the same except for quoted declarations, so each test of
/// such a host also covers pre-2021 syntax.
/// </summary>
public sealed class Pre2021SyntaxTests
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
    public void Interface_InBothDialects_GeneratesTheSameCode(string file, int functions)
    {
        string[] before = Write(file, Pre2021);
        Assert.Equal(functions, before.Count(static line => line.StartsWith("private long ", StringComparison.Ordinal)));

        // The current files may contain more. Common lines come in the same order.
        int found = 0;
        foreach (string line in Write(file, Current))
        {
            found += found < before.Length && line == before[found] ? 1 : 0;
        }

        Assert.Equal(before.Length, found);
    }

    [Fact]
    public void IntWithConstants_Pre2021Syntax_GeneratesConstants()
    {
        Assert.Equal(["public const ulong Start = 0;", "public const ulong Last = 18446744073709551615;"], Constants(Pre2021));
        Assert.Equal(Constants(Current), Constants(Pre2021));

        static string[] Constants(string folder) =>
            [.. Write("ints.witx", folder).Where(static line => line.StartsWith("public const", StringComparison.Ordinal))];
    }

    private static string Current => RepositoryFolder.GetPath("tests/Witx.Bindings.Tests/Interfaces");

    private static string Pre2021 => RepositoryFolder.GetPath("tests/Witx.Bindings.Generator.Tests/Output/Pre2021");

    /// <summary>Gets the generated lines without quoted declarations and parameters, in which the names of results differ.</summary>
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
                line.Length > 0
                    && !line.StartsWith("// ", StringComparison.Ordinal)
                    && !line.StartsWith("WitxGlue::WitxParameter.", StringComparison.Ordinal)
                    && !line.StartsWith("#line", StringComparison.Ordinal)),
        ];
    }
}
