using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Witx.Bindings.Testing;

/// <summary>A page of <c>docs/diagnostics</c>.</summary>
internal sealed partial class DiagnosticPage
{
    private static readonly string s_folder = RepositoryFolder.GetPath("docs", "diagnostics");

    private DiagnosticPage(string text)
    {
        Title = text[..text.IndexOf('\n', StringComparison.Ordinal)];
        Blocks =
        [
            .. Block().Matches(text).Select(static block =>
                new PageBlock(block.Groups["path"].Value, block.Groups["kind"].Value, block.Groups["text"].Value)),
        ];
    }

    /// <summary>Gets the ids that have a page, in order.</summary>
    public static IEnumerable<string> Ids =>
        Directory.EnumerateFiles(s_folder, "WITX*.md")
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    /// <summary>Gets the first line.</summary>
    public string Title { get; }

    /// <summary>Gets the blocks of code.</summary>
    public ImmutableArray<PageBlock> Blocks { get; }

    /// <summary>Reads the page of a diagnostic, or the index.</summary>
    public static DiagnosticPage Read(string id = "README") => new(ReadText(id));

    /// <summary>Reads the page of a diagnostic. Its title must be the id and the title of the diagnostic.</summary>
    public static DiagnosticPage Read(string id, string title)
    {
        DiagnosticPage page = Read(id);
        Assert.Equal($"# {id}: {title}", page.Title);
        return page;
    }

    /// <summary>Asserts that the index has a line for each diagnostic.</summary>
    public static void AssertIndexed(IEnumerable<(string Id, string Title)> diagnostics)
    {
        string index = ReadText("README");
        Assert.All(diagnostics, diagnostic =>
            Assert.Contains($"| [{diagnostic.Id}]({diagnostic.Id}.md) | {diagnostic.Title} |", index, StringComparison.Ordinal));
    }

    private static string ReadText(string name) => File.ReadAllText(Path.Combine(s_folder, name + ".md")).ReplaceLineEndings("\n");

    [GeneratedRegex("(?:^`(?<path>[^`\n]+)`:\n)?^```(?<kind>[a-z ]+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}

/// <summary>A block of code on a page.</summary>
/// <param name="Path">The file that the line above names; empty for none.</param>
/// <param name="Kind">The language.</param>
/// <param name="Text">The code.</param>
internal sealed record PageBlock(string Path, string Kind, string Text);
