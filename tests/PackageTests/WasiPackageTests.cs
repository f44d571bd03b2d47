using System;
using System.IO;
using System.IO.Compression;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The WASI host and the command, used from their packages alone.</summary>
public sealed class WasiPackageTests(PackageFeed feed)
{
    private const string Program = """
        using Witx.Bindings.Wasi;

        using WasiHost host = new();
        using WasiProgram program = host.Load(args[0]);
        int exitCode = program.Run(new WasiOptions { Output = WasiOutput.ToText(Console.Out) }).ExitCode;
        Console.WriteLine($"exit code {exitCode}");
        """;

    /// <summary>A command that writes <c>hello</c>, and exits with code 3.</summary>
    internal const string Guest = """
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\10\00\00\00\06\00\00\00")
          (data (i32.const 16) "hello\n")
          (func (export "_start")
            (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
            (call $proc_exit (i32.const 3))))
        """;

    [Fact]
    public async Task Program_WithTheWasiPackage_RunsAGuest()
    {
        Project project = feed.Create(
            "embedder",
            ("embedder.csproj", ProjectFile.CreateProgram("Witx.Bindings.Wasi")),
            ("Program.cs", Program),
            ("guest.wat", Guest));

        DotnetResult run = (await project.DotnetAsync("run", "--", "guest.wat")).Succeeded();

        Assert.Equal("hello\nexit code 3\n", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Program_WithTheWasiPackageAlone_GeneratesItsOwnInterface()
    {
        Project project = feed.Create("own", [.. Readme.Files, ("own.csproj", ProjectFile.CreateProgram("Witx.Bindings.Wasi"))]);

        DotnetResult run = (await project.DotnetAsync("run")).Succeeded();

        Assert.Equal(Readme.Output, run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task InstalledCommand_Run_ExitsWithTheCodeOfTheGuest()
    {
        Project project = feed.Create("tool", ("guest.wat", Guest));
        (await project.DotnetAsync("tool", "install", "Witx.Bindings.Tool", "--tool-path", "bin", "--prerelease")).Succeeded();

        DotnetResult run = await Dotnet.RunProgramAsync(project.Folder, Path.Combine("bin", "witx"), "run", "guest.wat");
        DotnetResult check = await Dotnet.RunProgramAsync(project.Folder, Path.Combine("bin", "witx"), "check", "guest.wat");

        Assert.Equal((3, "hello\n"), (run.ExitCode, run.Output));
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("guest.wat(2,3): error WITX", check.Output, StringComparison.Ordinal);

        // With a linker the command is one native program, without one it consists of assemblies.
        Assert.Equal(Linker.IsPresent, Directory.GetFiles(project.Folder, "Witx.Bindings*.dll", SearchOption.AllDirectories).Length == 0);
    }

    [Fact]
    public async Task PortableCommand_Run_ExitsWithTheCodeOfTheGuest()
    {
        Project project = feed.Create("portable", ("guest.wat", Guest));
        string package = Assert.Single(Directory.GetFiles(feed.Folder, "Witx.Bindings.Tool.any.*.nupkg"));
        ZipFile.ExtractToDirectory(package, project.Folder);
        string tool = Assert.Single(Directory.GetFiles(project.Folder, "Witx.Bindings.Tool.dll", SearchOption.AllDirectories));

        DotnetResult run = await project.DotnetAsync(tool, "run", "guest.wat");

        Assert.Equal((3, "hello\n"), (run.ExitCode, run.Output));
    }
}
