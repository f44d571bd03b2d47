using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The README's project, typed into an empty folder by someone who has only the packages.</summary>
public sealed class ReadmeProjectTests(PackageFeed feed)
{
    private const string ProjectFile = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Witx.Bindings" Version="*-*" />
            <PackageReference Include="Witx.Bindings.Wasmtime" Version="*-*" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task TheReadmesProject_PrintsWhatTheReadmeSays()
    {
        DotnetResult run = (await Create().DotnetAsync("run")).Succeeded();

        Assert.Equal(Readme.Output, run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task TheReadmesProject_PublishesToNativeCode()
    {
        Project project = Create();

        (await project.DotnetAsync("publish", "-p:PublishAot=true", "-p:TreatWarningsAsErrors=false", "-o", "out")).Succeeded();

        DotnetResult run = await Dotnet.RunProgramAsync(project.Folder, "out/console");
        Assert.Equal(Readme.Output, run.Succeeded().Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task RemovingAPartialMethod_IsTheCompilersErrorAtTheLineOfTheWitx()
    {
        Project project = Create();
        project.Write("KeyValueHost.cs", "[Witx.Bindings.WitxModule(\"kv.witx\")] public sealed partial class KeyValueHost;");

        DotnetResult build = await project.DotnetAsync("build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(@"kv\.witx\(7,\d+\): error CS8795: .*KeyValueHost\.Get\(", build.Output);
        Assert.DoesNotContain("CS8785", build.Output);
    }

    [Fact]
    public async Task ABrokenWitx_IsAnErrorAtItsLineAndColumn()
    {
        Project project = Create();
        project.Write("kv.witx", project.Read("kv.witx").Replace("(expected $size", "(expected $sise"));

        DotnetResult build = await project.DotnetAsync("build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(@"kv\.witx\(10,30\): error WITX\d+: .*sise.*\$size", build.Output);
        Assert.DoesNotContain("CS8785", build.Output);
    }

    private Project Create() => feed.Create("console", [.. Readme.Files, ("console.csproj", ProjectFile)]);
}
