using System.Linq;
using System.Text.RegularExpressions;

namespace PackageTests;

/// <summary>The README's own files: each fenced block stands under a line that names its file.</summary>
internal static partial class Readme
{
    private static readonly string _text = Repository.Read("README.md").ReplaceLineEndings("\n");

    public static (string Path, string Text)[] Files { get; } =
        [.. FileBlock().Matches(_text).Select(static match => (match.Groups["path"].Value, match.Groups["text"].Value))];

    /// <summary>What the README says that its project prints.</summary>
    public static string Output { get; } = OutputBlock().Match(_text).Groups["text"].Value;

    [GeneratedRegex(@"^`(?<path>[\w.]+)`[^\n]*:\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex OutputBlock();
}
