using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PackageTests;
using Xunit;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace PackageTests;

/// <summary>The packages of this checkout in a folder, and fresh folders for projects that restore them from there.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private static readonly string[] s_packages =
    [
        "Witx.Bindings",
        "Witx.Bindings.Testing",
        "Witx.Bindings.Wasmtime",
        "Witx.Bindings.Wasi",
        "Witx.Bindings.Hosting",
        "Witx.Bindings.Tool",
    ];

    // A space and a letter beyond ASCII, as in many a user's home.
    private readonly string _root = Directory.CreateTempSubdirectory("witx packages é ").FullName;

    // NativeAOT's linker is handed paths without quotes.
    private readonly string _cache = Directory.CreateTempSubdirectory("witx-cache").FullName;

    private Dictionary<string, string> Environment => new()
    {
        ["NUGET_PACKAGES"] = _cache,
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

    internal string Folder => Path.Combine(_root, "feed");

    public async ValueTask InitializeAsync()
    {
        // One command restores and builds the projects that they share once. The build of the tests has run the analyzers already.
        string solution = Path.Combine(_root, "packages.slnx");
        string projects = string.Concat(s_packages.Select(static package =>
            $"""<Project Path="{Path.Combine(Repository.Root, "runtime", package, package)}.csproj" />"""));
        await File.WriteAllTextAsync(solution, $"<Solution>{projects}</Solution>");
        (await Dotnet.RunAsync(
            Repository.Root,
            new Dictionary<string, string>(),
            "pack", solution, "-c", "Release", "-o", Folder, "-v", "q", "-p:RunAnalyzers=false")).Succeeded();

        // Packages of others are read from this machine's cache. Only our own are unpacked, into a cache that is deleted after the test.
        string restored = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(
            Path.Combine(_root, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="feed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{restored}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_cache, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A folder of the given files, beside the feed and away from this repository's own build files.</summary>
    internal Project Create(string name, params (string Path, string Text)[] files)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, $"{name} {Guid.NewGuid():N}"[..(name.Length + 9)])).FullName;
        foreach ((string path, string text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllText(Path.Combine(folder, path), text);
        }

        return new Project(folder, Environment);
    }
}

/// <summary>A user's project.</summary>
internal sealed record Project(string Folder, IReadOnlyDictionary<string, string> Environment)
{
    public Task<DotnetResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, Environment, arguments);
}
