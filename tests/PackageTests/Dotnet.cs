using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The output and the exit code of a command line.</summary>
internal sealed record DotnetResult(int ExitCode, string Output)
{
    public DotnetResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }
}

/// <summary>Runs the SDK's command line as a user would in a folder of their own.</summary>
internal static class Dotnet
{
    // A build under test must look like a developer's: these come from the gate and from the build that started it.
    private static readonly string[] s_inherited =
        [
            "CI",
            "ContinuousIntegrationBuild",
            "MSBUILD_EXE_PATH",
            "MSBuildSDKsPath",
            "MSBuildExtensionsPath",
            "MSBuildLoadMicrosoftTargetsReadOnly",
        ];

    public static Task<DotnetResult> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder };
        foreach (
            string name in s_inherited.Concat(start.Environment.Keys.Where(static key => key.StartsWith("TESTINGPLATFORM_"))).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return RunAsync(start);
    }

    /// <summary>Runs a program that a build under test made.</summary>
    public static Task<DotnetResult> RunProgramAsync(string folder, string path, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Path.Combine(folder, path), arguments) { WorkingDirectory = folder });

    private static async Task<DotnetResult> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new DotnetResult(process.ExitCode, await output + await error);
    }
}
