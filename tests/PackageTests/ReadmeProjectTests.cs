using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The README's project in an empty folder, built against the packages alone.</summary>
public sealed class ReadmeProjectTests(PackageFeed feed)
{
    [Fact]
    public async Task ReadmeProject_Run_PrintsTheOutputOfThePage()
    {
        DotnetResult run = (await Create().DotnetAsync("run")).Succeeded();

        Assert.Equal(Readme.Output, run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task ReadmeProject_PublishedAheadOfTime_PrintsTheOutputOfThePage()
    {
        Linker.SkipIfMissing();
        Project project = Create();

        (await project.DotnetAsync("publish", "-p:PublishAot=true", "-p:TreatWarningsAsErrors=false", "-o", "out")).Succeeded();

        DotnetResult run = await Dotnet.RunProgramAsync(project.Folder, "out/console");
        Assert.Equal(Readme.Output, run.Succeeded().Output.ReplaceLineEndings("\n"));
    }

    private Project Create() =>
        feed.Create("console", [.. Readme.Files, ("console.csproj", ProjectFile.CreateProgram("Witx.Bindings", "Witx.Bindings.Wasmtime"))]);
}
