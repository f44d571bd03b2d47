using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class SignalForwardingTests : IDisposable
{
    private const int Interrupted = 128 + 2;
    private const int Terminated = 128 + 15;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>The guest prints a line before each wait. Its handler exits with the number of the signal plus 40.</summary>
    [Theory]
    [InlineData("INT", 42)]
    [InlineData("TERM", 55)]
    public async Task Signal_ToAGuestThatHandlesSignals_RunsItsHandler(string signal, int exitCode)
    {
        using Process witx = Start(Guest(handles: true, "(call $exit (i32.add (local.get $signal) (i32.const 40)))", "(call $wait)"));
        await Ready(witx);
        Kill(witx, signal);
        Assert.Equal(exitCode, await Exit(witx));
    }

    [Fact]
    public async Task SecondInterrupt_ToAGuestThatHasHandledTheFirst_RunsItsHandlerAgain()
    {
        using Process witx = Start(Guest(
            handles: true,
            """
            (global.set $seen (i32.add (global.get $seen) (i32.const 1)))
            (if (i32.eq (global.get $seen) (i32.const 2)) (then (call $exit (i32.const 9))))
            """,
            "(call $wait)"));
        await Ready(witx);
        Kill(witx, "INT");
        await Ready(witx);
        Kill(witx, "INT");
        Assert.Equal(9, await Exit(witx));
    }

    [Fact]
    public async Task SecondInterrupt_ToAGuestThatDoesNotReact_EndsTheCommand()
    {
        using Process witx = Start(Guest(handles: true, "(call $exit (i32.const 1))", "(loop $forever (br $forever))"));
        await Ready(witx);

        // A signal that arrives while the previous one is pending merges with it, so the command may need more than two signals.
        while (!witx.HasExited)
        {
            Kill(witx, "INT");
        }

        Assert.Equal(Interrupted, await Exit(witx));
    }

    [Theory]
    [InlineData("INT", Interrupted)]
    [InlineData("TERM", Terminated)]
    public async Task Signal_ToAGuestWithoutAHandler_EndsTheCommand(string signal, int exitCode)
    {
        using Process witx = Start(Guest(handles: false, "", "(call $wait)"));
        await Ready(witx);
        Kill(witx, signal);
        Assert.Equal(exitCode, await Exit(witx));
    }

    /// <summary>True if this process ignores SIGINT, signal 2: then its children would never receive it. Only Linux tells.</summary>
    private static bool IgnoresInterrupts() =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("SigIgn:")) is { } line
        && (ulong.Parse(line.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;

    private static void Kill(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task Ready(Process witx) =>
        Assert.Equal("ready", await witx.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

    private static async Task<int> Exit(Process witx)
    {
        await witx.WaitForExitAsync(TestContext.Current.CancellationToken);
        return witx.ExitCode;
    }

    private Process Start(string guest)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        Assert.SkipWhen(
            IgnoresInterrupts(),
            "SIGINT is ignored, as in a background job of a shell, and child processes inherit that. Run the tests in front.");
        return Process.Start(new ProcessStartInfo("dotnet", [typeof(WitxTool).Assembly.Location, "run", guest])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["XDG_CACHE_HOME"] = _scratch.Path },
        })!;
    }

    private string Guest(bool handles, string handler, string wait) => _scratch.Write("guest.wat", $"""
        (module
          (import "wasix_32v1" "callback_signal" (func $callback_signal (param i32 i32)))
          (import "wasix_32v1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (global $seen (mut i32) (i32.const 0))
          (data (i32.const 0) "\20\00\00\00\06\00\00\00")
          (data (i32.const 32) "ready\n__wasm_signal")
          (data (i32.const 272) "\01")
          (data (i32.const 280) "\ff\ff\ff\ff\ff\ff\ff\7f")
          (func $wait (drop (call $poll_oneoff (i32.const 256) (i32.const 512) (i32.const 1) (i32.const 1024))))
          (func (export "__wasm_signal") (param $signal i32) {handler})
          (func (export "_start")
            (if (i32.const {(handles ? 1 : 0)}) (then (call $callback_signal (i32.const 38) (i32.const 13))))
            (loop $again
              (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 128)))
              {wait}
              (br $again))))
        """);
}
