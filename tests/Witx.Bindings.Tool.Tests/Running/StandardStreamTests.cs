using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>The command in a process of its own, whose standard streams are those of the guest.</summary>
public sealed class StandardStreamTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("(drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 16)))")]
    [InlineData("(drop (call $poll_oneoff (i32.const 32) (i32.const 128) (i32.const 1) (i32.const 16)))")]
    public async Task Run_TimeoutWhileTheGuestWaitsForInput_Returns124(string wait)
    {
        string guest = Guest($"""
            (i64.store (i32.const 8) (i64.const 0x100_0000_0400))
            (i32.store8 (i32.const 40) (i32.const 1))
            {wait}
            """);
        string[] arguments = [typeof(WitxTool).Assembly.Location, "run", "--timeout", "20ms", guest];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = _scratch.Path },
        })!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (124, "witx: The program exceeded the timeout of '00:00:00.0200000'; pass a longer '--timeout'.\n"),
            (process.ExitCode, error));
    }

    [Fact]
    public async Task Run_StandardStreams_ReachTheGuestUnchanged()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7))];
        string[] arguments = [typeof(WitxTool).Assembly.Location, "run", Guest(PreviewProgram.Echo)];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = _scratch.Path },
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task writing = Task.Run(
            () =>
            {
                process.StandardInput.BaseStream.Write(bytes);
                process.StandardInput.Close();
            },
            TestContext.Current.CancellationToken);
        using MemoryStream output = new();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await writing;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Equal(bytes, output.ToArray());
    }

    private string Guest(string body) => _scratch.Write("guest.wat", PreviewProgram.Create(body));
}
