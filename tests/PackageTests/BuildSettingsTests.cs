using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>Settings of the build that leave no trace in a package.</summary>
public sealed class BuildSettingsTests(PackageFeed feed)
{
    /// <summary>The SDK validates no packages of commands: they have no API.</summary>
    [Fact]
    public async Task PackedProjects_AreAudited_AndValidatedIfTheyAreLibraries()
    {
        string[] projects = Directory.GetFiles(Path.Combine(Repository.Root, "runtime"), "*.csproj", SearchOption.AllDirectories);

        Assert.NotEmpty(projects);
        foreach (Task<DotnetResult> evaluation in projects.Select(static project => Dotnet.RunAsync(
            Repository.Root,
            new Dictionary<string, string>(),
            "msbuild", project, "-getProperty:NuGetAudit,EnablePackageValidation,PackAsTool")).ToArray())
        {
            DotnetResult settings = await evaluation;
            JsonElement properties = JsonElement.Parse(settings.Succeeded().Output).GetProperty("Properties");

            Assert.Equal("true", properties.GetProperty("NuGetAudit").GetString());
            string validated = properties.GetProperty("PackAsTool").GetString() == "true" ? "false" : "true";
            Assert.Equal(validated, properties.GetProperty("EnablePackageValidation").GetString());
        }
    }

    /// <summary>Nothing listens at the feed's port, so nobody answers which packages are known to be vulnerable.</summary>
    [Fact]
    public async Task Audit_WithoutANetwork_IsAWarning()
    {
        Project project = feed.Create(
            "offline",
            ("library/library.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Wasmtime" Version="50.0.1" /></ItemGroup></Project>"""),
            ("library.slnx", """<Solution><Project Path="library/library.csproj" /></Solution>"""),
            ("Directory.Build.props", Import("Directory.Build.props")),
            ("Directory.Solution.props", Import("Directory.Solution.props")),
            ("nuget.config", """
            <configuration>
              <packageSources><add key="gone" value="http://127.0.0.1:9/v3/index.json" allowInsecureConnections="true" /></packageSources>
            </configuration>
            """));

        DotnetResult restore = (await project.DotnetAsync("restore", "library.slnx", "-warnaserror")).Succeeded();

        Assert.Contains("warning NU1900", restore.Output);
    }

    private static string Import(string file) => $"""<Project><Import Project="{Path.Combine(Repository.Root, file)}" /></Project>""";
}
