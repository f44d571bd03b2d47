using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>A library that ships a generated host, and a program that only uses it.</summary>
public sealed class HostPackageTests(PackageFeed feed)
{
    private static readonly string s_library = ProjectFile.OfLibrary("Contoso.KeyValue", "1.0.0", "Witx.Bindings");

    [Fact]
    public async Task HostFromALibraryPackage_InAProgramWithoutTheGenerator_Runs()
    {
        Project library =
            feed.Create("library", [.. Readme.Files.Where(static file => file.Path != "Program.cs"), ("library.csproj", s_library)]);
        (await library.DotnetAsync("pack", "-o", feed.Folder)).Succeeded();

        // The program's own .witx file is not an interface of any class, so a consumer of a host must not have it picked up.
        Project program = feed.Create(
            "program",
            [
                .. Readme.Files.Where(static file => file.Path == "Program.cs"),
                ("program.csproj", ProjectFile.CreateProgram("Contoso.KeyValue/1.0.0", "Witx.Bindings.Wasmtime")),
                ("broken.witx", "("),
            ]);
        DotnetResult run = (await program.DotnetAsync("run")).Succeeded();

        Assert.Equal(Readme.Output, run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task HostPackage_Dependencies_ExcludeTheGenerator()
    {
        Project library =
            feed.Create("nuspec", [.. Readme.Files.Where(static file => file.Path != "Program.cs"), ("library.csproj", s_library)]);
        (await library.DotnetAsync("pack", "-o", "out")).Succeeded();

        using ZipArchive package = ZipFile.OpenRead(Path.Combine(library.Folder, "out", "Contoso.KeyValue.1.0.0.nupkg"));
        using StreamReader nuspec = new(package.Entries.Single(static entry => entry.Name.EndsWith(".nuspec")).Open());

        Assert.Matches("""<dependency id="Witx.Bindings" version="[^"]+" exclude="Build,Analyzers" />""", await nuspec.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["library.dll"], package.Entries.Select(static entry => entry.Name).Where(static name => name.EndsWith(".dll")));
    }

    [Fact]
    public void Package_Analyzers_AreTheGeneratorAndItsLibraries()
    {
        using ZipArchive package = ZipFile.OpenRead(Directory.EnumerateFiles(feed.Folder, "Witx.Bindings.0*.nupkg").Single());

        Assert.Equal(
            [
                "Witx.Bindings.CodeFixes.dll",
                "Witx.Bindings.Generator.dll",
                "Witx.Bindings.Guests.dll",
                "Witx.Bindings.Language.dll",
            ],
            package.Entries.Where(static entry => entry.FullName.StartsWith("analyzers/dotnet/cs/"))
                .Select(static entry => entry.Name)
                .Order());
        Assert.Equal(
            ["Witx.Bindings.dll"],
            package.Entries.Where(static entry => entry.FullName.StartsWith("lib/net10.0/") && entry.Name.EndsWith(".dll"))
                .Select(static entry => entry.Name));
    }
}
