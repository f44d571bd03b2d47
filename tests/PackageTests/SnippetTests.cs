using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The C# of the README and of the packages' readmes, pasted into new projects.</summary>
public sealed class SnippetTests(PackageFeed feed)
{
    private static readonly string[] s_pages =
        [
            "README.md",
            .. Directory.GetDirectories(Path.Combine(Repository.Root, "runtime"))
                .Select(static folder => Path.Combine(folder, "README.md"))
                .Where(File.Exists),
        ];

    /// <summary>One build for all of them, in which each is a project with the packages that its page installs.</summary>
    [Fact]
    public async Task Snippets_WithThePackagesThatTheirPageInstalls_Compile()
    {
        List<(string Path, string Text)> files = [];
        foreach (string page in s_pages)
        {
            string area = Path.GetFileName(Path.GetDirectoryName(page)) is { Length: > 0 } name ? name : "Root";
            foreach ((string snippet, (string Path, string Text)[] sources, string[] packages) in Readme.ProjectsOf(page))
            {
                string folder = $"{area}.{snippet}";
                bool isProgram = sources.Any(static source => source.Path == "Program.cs");
                files.Add(
                    (
                        $"{folder}/{folder}.csproj",
                        isProgram ? ProjectFile.CreateProgram(packages) : ProjectFile.OfLibrary(folder, "1.0.0", packages)));
                files.AddRange(sources.Select(source => ($"{folder}/{source.Path}", source.Text)));
            }
        }

        string[] projects = [.. files.Select(static file => file.Path).Where(static path => path.EndsWith(".csproj"))];
        Assert.Contains("Root.Block1/Root.Block1.csproj", projects);
        Assert.Contains("Root.Block2/Root.Block2.csproj", projects);
        files.Add(
            (
                "snippets.slnx",
                $"<Solution>{string.Concat(projects.Select(static project => $"<Project Path=\"{project}\" />"))}</Solution>"));

        (await feed.Create("snippets", [.. files]).DotnetAsync("build", "snippets.slnx")).Succeeded();
    }
}
