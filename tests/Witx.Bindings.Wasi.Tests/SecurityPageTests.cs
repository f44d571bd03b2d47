using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>The page of promises names the tests that hold them.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Page_NamesTestsThatExist()
    {
        string root = Root();
        string[] named = [.. TestClass().Matches(File.ReadAllText(Path.Combine(root, "docs", "security.md"))).Select(static match => match.Groups[1].Value).Distinct()];
        string[] existing = [.. Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)!];
        Assert.True(named.Length > 20, $"The page names only {named.Length} test classes.");
        Assert.Empty(named.Except(existing));
    }

    private static string Root([CallerFilePath] string test = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "..", ".."));

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();
}
