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

    [Fact]
    public async Task MissingMethod_Build_ReportsCS8795AtTheLineOfTheWitx()
    {
        Project project = Create();
        project.Write("KeyValueHost.cs", "[Witx.Bindings.WitxModule(\"kv.witx\")] public sealed partial class KeyValueHost;");

        DotnetResult build = await project.DotnetAsync("build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(@"kv\.witx\(7,\d+\): error CS8795: .*KeyValueHost\.Get\(", build.Output);
        Assert.DoesNotContain("CS8785", build.Output);
    }

    /// <summary>Each message of a common mistake says how to correct it.</summary>
    [Theory]
    [InlineData("kv.witx", "(expected $size", "(expected $sise", @"kv\.witx\(10,30\): error WITX101: .*'\$sise'.*did you mean '\$size'\?")]
    [InlineData(
        "kv.witx",
        "(typename $size u32)",
        "(typename $size u32)\n(typename $size u64)",
        @"kv\.witx\(3,11\): error WITX104: .*'\$size'.*kv\.witx\(2,11\)")]
    [InlineData(
        "kv.witx",
        "(typename $size u32)",
        "(use \"sizes.witx\")",
        @"kv\.witx\(2,6\): error WITX120: File 'sizes\.witx' was not found relative to this file")]
    [InlineData("KeyValueHost.cs", "Get(GuestString key,", "Get(string key,",
        @"KeyValueHost\.cs\(\d+,\d+\): error WITX317: .*"
        + @"declare the method as 'public partial Result<uint, Errno> Get\(GuestString key, GuestList<byte> buffer\)'")]
    [InlineData("KeyValueHost.cs", "WitxModule(\"kv.witx\")", "WitxModule(\"vk.witx\")",
        @"KeyValueHost\.cs\(3,13\): error WITX303: Witx file 'vk\.witx' is not in the "
        + @"project's AdditionalFiles; did you mean 'kv\.witx'\?")]
    public async Task TypicalMistake_Build_ReportsTheCorrection(string file, string right, string wrong, string message)
    {
        Project project = Create();
        Assert.Contains(right, project.Read(file));
        project.Write(file, project.Read(file).Replace(right, wrong));

        DotnetResult build = await project.DotnetAsync("build");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Matches(message, build.Output);
        Assert.DoesNotContain("CS8785", build.Output);
    }

    private Project Create() =>
        feed.Create("console", [.. Readme.Files, ("console.csproj", ProjectFile.CreateProgram("Witx.Bindings", "Witx.Bindings.Wasmtime"))]);
}
