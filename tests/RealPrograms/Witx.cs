using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RealPrograms;

/// <summary>The exit code and the output of a program.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts that the program exited with code 0, and returns its output.</summary>
    public string AssertSucceeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}{Error}");
        return Output;
    }
}

/// <summary>Runs the <c>witx run</c> command in a separate process.</summary>
internal static class Witx
{
    public static async Task<Run> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Witx.Bindings.Tool.dll"), "run", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, await output, await error);
    }

    public static string Guest(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
