using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PackageTests;

/// <summary>The code of a page: each fenced block that stands under a line with a file's name, and each block of C# without one.</summary>
internal static partial class Readme
{
    private static readonly string s_text = Read("README.md");

    /// <summary>The named files of the project's README, which together are a program.</summary>
    public static (string Path, string Text)[] Files { get; } = FilesOf(s_text);

    /// <summary>The output that the README shows for its program.</summary>
    public static string Output { get; } = OutputBlock().Match(s_text).Groups["text"].Value;

    /// <summary>Returns the named files of a page, which together are a program, and the output that the page shows for it.</summary>
    public static ((string Path, string Text)[] Files, string Output) ProgramOf(string page)
    {
        string text = Read(page);
        return (FilesOf(text), OutputBlock().Match(text).Groups["text"].Value);
    }

    /// <summary>
    /// Creates the projects that a reader has after pasting the code of a page: its files together, and every other block alone.
    /// </summary>
    public static IEnumerable<(string Name, (string Path, string Text)[] Files, string[] Packages)> ProjectsOf(string page)
    {
        string text = Read(page);
        string[] all = PackagesOf(text);
        if (FilesOf(text) is { Length: > 0 } files)
        {
            yield return ("Files", files, all);
        }

        // A block gets the packages that its section installs, or else those of the whole page.
        int number = 0;
        foreach (string section in SectionStart().Split(FileBlock().Replace(text, "")))
        {
            string[] packages = PackagesOf(section) is { Length: > 0 } own ? own : all;
            foreach (Match block in CodeBlock().Matches(section))
            {
                yield return ($"Block{++number}", [("Program.cs", block.Groups["text"].Value)], packages);
            }
        }
    }

    private static string Read(string page) => Repository.Read(page).ReplaceLineEndings("\n");

    private static (string Path, string Text)[] FilesOf(string text) =>
        [.. FileBlock().Matches(text).Select(static match => (match.Groups["path"].Value, match.Groups["text"].Value))];

    private static string[] PackagesOf(string text) =>
        [.. Installation().Matches(text).Select(static match => match.Groups["id"].Value).Distinct()];

    [GeneratedRegex(@"^`(?<path>[\w.]+)`[^\n]*:\n\n?```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex OutputBlock();

    [GeneratedRegex(@"^(?=## )", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"dotnet add package (?<id>[\w.]+)")]
    private static partial Regex Installation();
}
