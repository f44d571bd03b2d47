using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary><c>docs/security.md</c> names the test class that checks each promise.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void SecurityPage_NamedTestClasses_Exist()
    {
        string page = File.ReadAllText(RepositoryFolder.GetPath("docs", "security.md"));
        string[] named = [.. TestClass().Matches(page).Select(static match => match.Groups[1].Value).Distinct()];
        string[] existing =
        [
            .. Directory.EnumerateFiles(RepositoryFolder.GetPath("tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Select(Path.GetFileNameWithoutExtension)!,
        ];
        Assert.True(named.Length > 20, $"The page names only {named.Length} test classes.");
        Assert.Empty(named.Except(existing));
    }

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();
}
