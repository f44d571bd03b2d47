using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>
/// What <c>fd_sync</c> asks of the operating system, as a tracer sees it. The guest is <c>tests/guests/fsync.c</c>, which synchronises one file
/// and one directory.
/// </summary>
public sealed class TracedSyncTests
{
    [Fact]
    public async Task Sync_IsOneFsyncOfTheHost()
    {
        if (await TraceAsync() is { } run)
        {
            Assert.Equal("file 0\ndirectory EISDIR\n", run.Output);
            Assert.Single(run.Calls);
        }
    }

    [Fact]
    public async Task AFlushThatFails_IsTheGuestsError()
    {
        if (await TraceAsync("-e", "inject=fsync:error=EIO") is { } run)
        {
            Assert.Equal("file I/O error\ndirectory EISDIR\n", run.Output);
            Assert.Single(run.Calls);
        }
    }

    /// <summary>Runs the guest under strace; null, with a line that says so, where nothing can be traced.</summary>
    private static async Task<TracedRun?> TraceAsync(params string[] options)
    {
        using ScratchDirectory scratch = new();
        string log = Path.Combine(scratch.Path, "trace");
        string data = Directory.CreateDirectory(Path.Combine(scratch.Path, "data")).FullName;
        ProcessStartInfo start = new(
            "strace",
            [
                "-f", "-e", "trace=fsync", .. options, "-o", log,
                "dotnet", typeof(WitxTool).Assembly.Location, "run", "--dir", $"{data}::/data", Path.Combine(AppContext.BaseDirectory, "fsync.wasm"), "/data",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (!(await error).Contains("PTRACE", StringComparison.Ordinal))
            {
                return new TracedRun(output, [.. File.ReadLines(log).Where(static line => line.Contains("fsync(", StringComparison.Ordinal))]);
            }
        }
        catch (Win32Exception)
        {
            // There is no strace.
        }

        Console.WriteLine("skipped: system calls cannot be traced here");
        return null;
    }

    private sealed record TracedRun(string Output, string[] Calls);
}
