using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("(call $proc_exit (i32.const 0))", 0)]
    [InlineData("(call $proc_exit (i32.const 7))", 7)]
    [InlineData("(call $proc_exit (i32.const 255))", 255)]
    public void Run_GuestExits_ReturnsItsExitCode(string body, int exitCode) =>
        Assert.Equal(new ToolRun(exitCode, "", ""), ToolRun.Run("run", Guest(body)));

    [Theory]
    [InlineData("args", "guest.wat\0-x\0--env\0--\0ü\0")]
    [InlineData("environ", "A=1\0B=x=y\0")]
    public void Run_ArgumentsAndEnvironment_ReachTheGuest(string what, string expected)
    {
        string guest = Guest($"""
            (drop (call ${what}_sizes_get (i32.const 0) (i32.const 12)))
            (i32.store (i32.const 8) (i32.const 4096))
            (drop (call ${what}_get (i32.const 1024) (i32.const 4096)))
            (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
            """);
        Assert.Equal(new ToolRun(0, expected, ""), ToolRun.Run("run", "--env", "A=1", "--env", "B=x=y", guest, "-x", "--env", "--", "ü"));
    }

    [Theory]
    [InlineData("", 0, true)]
    [InlineData(":ro", 63, false)]
    public void Run_Directory_IsWritableUnlessReadOnly(string suffix, int errno, bool exists)
    {
        string guest = Guest("""
            (i32.store (i32.const 0) (i32.const 0x77656e))
            (call $proc_exit (call $path_open
              (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
            """);
        Assert.Equal(new ToolRun(errno, "", ""), ToolRun.Run("run", "--dir", $"{_scratch.Path}::/{suffix}", guest));
        Assert.Equal(exists, File.Exists(_scratch["new"]));
    }

    [Fact]
    public void Run_MemoryDirectory_IsNewForEachRun()
    {
        string guest = Guest("""
            (i32.store (i32.const 0) (i32.const 0x77656e))
            (drop (call $path_open
              (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 1) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
            (call $proc_exit (call $path_open
              (i32.const 4) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 5) (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))
            """);
        for (int i = 0; i < 2; i++)
        {
            // The second open fails with Errno.Exist (20), because the first one created the file.
            Assert.Equal(new ToolRun(20, "", ""), ToolRun.Run("run", "--mem-dir", "/tmp", "--dir", $"{_scratch.Path}::/", guest));
        }

        Assert.False(File.Exists(_scratch["new"]));
    }

    [Fact]
    public void Run_StdinOption_ReadsTheFile()
    {
        string input = _scratch.Write("in.txt", string.Concat(Enumerable.Repeat("0123456789\n", 100)));
        Assert.Equal(new ToolRun(0, File.ReadAllText(input), ""), ToolRun.Run("run", "--stdin", input, Guest(PreviewProgram.Echo)));
    }

    [Fact]
    public void Run_GuestTraps_PrintsItsStackAndReturns134()
    {
        ToolRun run = ToolRun.Run("run", Guest("(call $deep)"));
        Assert.Equal((134, ""), (run.ExitCode, run.Out));
        Assert.Contains("wasm backtrace", run.Error, StringComparison.Ordinal);
        Assert.Contains("deep", run.Error, StringComparison.Ordinal);
        Assert.Contains("unreachable", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SystemCallWithABadPointer_PrintsTheStackAndReturns134()
    {
        ToolRun run = ToolRun.Run("run", Guest("(drop (call $fd_write (i32.const 1) (i32.const -16) (i32.const 9) (i32.const 0)))"));
        Assert.Equal((134, ""), (run.ExitCode, run.Out));
        Assert.Contains("wasm backtrace", run.Error, StringComparison.Ordinal);
        Assert.Contains("0: <unknown>!start at 0x", run.Error, StringComparison.Ordinal);
        Assert.Contains("0xfffffff0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TimeoutExceeded_StopsTheGuestAndReturns124()
    {
        ToolRun run = ToolRun.Run("run", "--timeout", "20ms", Guest("(loop $again (br $again))"));
        Assert.Equal(
            (124, "witx: The program exceeded the timeout of '00:00:00.0200000'; pass a longer '--timeout'.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public void Run_MaxMemory_LimitsMemoryGrowth()
    {
        string guest = Guest("(call $proc_exit (i32.sub (i32.const 0) (memory.grow (i32.const 2))))");
        Assert.Equal(-1, ToolRun.Run("run", guest).ExitCode);
        Assert.Equal(1, ToolRun.Run("run", "--max-memory", "128K", guest).ExitCode);
    }

    [Fact]
    public void Run_FuelUsedUp_StopsTheGuestAndReturns124()
    {
        string guest = Guest("(loop $again (br $again))");
        ToolRun run = ToolRun.Run("run", "--fuel", "1000", guest);
        Assert.Equal(124, run.ExitCode);
        Assert.Contains("used up its '1000' units of fuel; pass a larger '--fuel'", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, ToolRun.Run("run", "--fuel", "1000", Guest("")).ExitCode);
    }

    [Fact]
    public void Run_Statistics_PrintsWhatTheGuestUsed()
    {
        string guest = Guest("""
            (i64.store (i32.const 8) (i64.const 0x5_0000_0400))
            (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
            """);
        ToolRun run = ToolRun.Run("run", "--stats", guest);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(
            "^witx: elapsed [0-9.]+ ms, processor [0-9.]+ ms, memory [0-9]+ KiB, "
            + "read 0 B, wrote 5 B, calls 1, instructions [0-9]+\n$",
            run.Error);
    }

    [Fact]
    public void Run_EnvironmentInherited_OwnVariablesWin()
    {
        Environment.SetEnvironmentVariable("WITX_TEST_INHERITED", "outer");
        string guest = Guest("""
            (drop (call $environ_sizes_get (i32.const 0) (i32.const 12)))
            (i32.store (i32.const 8) (i32.const 16384))
            (drop (call $environ_get (i32.const 1024) (i32.const 16384)))
            (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
            """);
        Assert.DoesNotContain("WITX_TEST_INHERITED", ToolRun.Run("run", guest).Out, StringComparison.Ordinal);
        Assert.Contains("WITX_TEST_INHERITED=outer", ToolRun.Run("run", "--env-inherit", guest).Out, StringComparison.Ordinal);
        string own = ToolRun.Run("run", "--env-inherit", "--env", "WITX_TEST_INHERITED=own", guest).Out;
        Assert.Contains("WITX_TEST_INHERITED=own", own, StringComparison.Ordinal);
        Assert.DoesNotContain("WITX_TEST_INHERITED=outer", own, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "3\n", "add", "1", "2")]
    [InlineData(0, "-1\n", "add", "4294967295", "0")]
    [InlineData(0, "3\n2\n", "divide", "17", "5")]
    [InlineData(0, "0.5\n", "half", "1")]
    [InlineData(125, "", "add", "1")]
    [InlineData(125, "", "add", "1", "x")]
    [InlineData(125, "", "missing")]
    public void Run_Invoke_PrintsTheResults(int exitCode, string output, string export, params string[] arguments)
    {
        string library = _scratch.Write("library.wat", """
            (module
              (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
              (func (export "divide") (param i64 i64) (result i64 i64)
                (i64.div_u (local.get 0) (local.get 1)) (i64.rem_u (local.get 0) (local.get 1)))
              (func (export "half") (param f64) (result f64) (f64.div (local.get 0) (f64.const 2))))
            """);
        ToolRun run = ToolRun.Run(["run", "--invoke", export, library, .. arguments]);
        Assert.Equal((exitCode, output), (run.ExitCode, run.Out));
    }

    [Fact]
    public void Witx_ModuleWithoutACommand_RunsIt() =>
        Assert.Equal(new ToolRun(7, "", ""), ToolRun.Run(Guest("(call $proc_exit (i32.const 7))")));

    [Theory]
    [InlineData("--trace-calls", "fd_fly", "witx: '--trace-calls fd_fly' matches no function of WASI; see 'witx inspect' ")]
    [InlineData("--trace-calls", "fd_*,", "Filter 'fd_*,' is invalid; write names of functions separated by commas, ")]
    [InlineData("--trace-file", "/", "witx: Cannot write the trace '/': ")]
    [InlineData("--cwd", "/nowhere", "The working directory '/nowhere' cannot be entered: the guest has no root directory")]
    public void Run_OptionThatCannotBeHonored_Returns125(string option, string value, string message)
    {
        ToolRun run = ToolRun.Run("run", option, value, Guest("(call $proc_exit (i32.const 3))"));
        Assert.Equal((125, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "/srv/data", "/srv/../srv/data/")]
    [InlineData(125, "", "/srv/none")]
    public void Run_WorkingDirectoryOfAWasixProgram_IsThere(int exitCode, string output, string directory)
    {
        string guest = _scratch.Write("cwd.wat", """
            (module
              (import "wasix_32v1" "getcwd" (func $getcwd (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                (i32.store (i32.const 0) (i32.const 100))
                (i32.store (i32.const 12) (i32.const 1024))
                (if (call $getcwd (i32.const 1024) (i32.const 0)) (then (unreachable)))
                (i32.store (i32.const 16) (i32.load (i32.const 0)))
                (drop (call $fd_write (i32.const 1) (i32.const 12) (i32.const 1) (i32.const 20)))))
            """);
        ToolRun run = ToolRun.Run("run", "--mem-dir", "/srv/data", "--cwd", directory, guest);
        Assert.Equal((exitCode, output), (run.ExitCode, run.Out));
    }

    private string Guest(string body) => _scratch.Write("guest.wat", PreviewProgram.Create(body));
}
