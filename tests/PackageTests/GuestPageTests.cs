using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The program of the page about guests in an empty folder: its interface, its guest in C and its host in C#.</summary>
public sealed class GuestPageTests(PackageFeed feed)
{
    [Fact]
    public async Task GuestPage_FollowedStepByStep_PrintsTheOutputOfThePage()
    {
        string clang = WebAssemblyCompiler.FindOrSkip();
        ((string Path, string Text)[] files, string output) = Readme.ProgramOf("docs/guests.md");
        string projectFile = ProjectFile.CreateProgram("Witx.Bindings", "Witx.Bindings.Wasmtime");
        Project project = feed.Create("greeter", [.. files, ("Greeter.csproj", projectFile)]);
        (await project.DotnetAsync("tool", "install", "Witx.Bindings.Tool", "--tool-path", "bin", "--prerelease")).Succeeded();

        string witx = Path.Combine("bin", "witx");
        (await Dotnet.RunProgramAsync(project.Folder, witx, "bind", "--to", "c", "greeting.witx", "-o", "greeting.h")).Succeeded();
        (await Dotnet.RunProgramAsync(
            project.Folder,
            clang,
            "--target=wasm32",
            "-O2",
            "-ffreestanding",
            "-nostdlib",
            "-Wl,--no-entry",
            "-Wall",
            "-Wextra",
            "-Werror",
            "guest.c",
            "-o",
            "guest.wasm")).Succeeded();
        DotnetResult run = (await project.DotnetAsync("run")).Succeeded();

        Assert.Equal(output, run.Output.ReplaceLineEndings("\n"));
    }
}
