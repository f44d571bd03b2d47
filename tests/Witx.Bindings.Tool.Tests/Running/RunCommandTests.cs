using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class RunCommandTests : IDisposable
{
    private const string Echo = """
        (loop $again
          (i64.store (i32.const 8) (i64.const 0x100_0000_0400))
          (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 16)))
          (i32.store (i32.const 12) (i32.load (i32.const 16)))
          (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 20)))
          (br_if $again (i32.load (i32.const 16))))
        """;

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
        Assert.Equal(new ToolRun(0, File.ReadAllText(input), ""), ToolRun.Run("run", "--stdin", input, Guest(Echo)));
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

    [Fact]
    public void Run_Trace_PrintsEachSystemCall()
    {
        string guest = Guest("""
            (i64.store (i32.const 8) (i64.const 0x5_0000_0400))
            (i64.store (i32.const 1024) (i64.const 0x0a_6f6c_6c65_68))
            (drop (call $fd_write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 16)))
            (drop (call $fd_read (i32.const 9) (i32.const 8) (i32.const 1) (i32.const 16)))
            (call $proc_exit (i32.const 3))
            """);
        Assert.Equal(
            new ToolRun(3, "", "hellofd_write(fd=2, iovs=[5]) = 5\nfd_read(fd=9, iovs=[5]) = badf\nproc_exit(rval=3) = ?\n"),
            ToolRun.Run("run", "--trace", guest));
    }

    [Fact]
    public void Run_TraceOfSomeCalls_IsInTheFile()
    {
        string guest = Guest("""
            (drop (call $fd_read (i32.const 9) (i32.const 8) (i32.const 0) (i32.const 16)))
            (drop (call $environ_sizes_get (i32.const 0) (i32.const 12)))
            (call $proc_exit (i32.const 3))
            """);
        string file = _scratch["trace"];
        Assert.Equal(
            new ToolRun(3, "", ""), ToolRun.Run("run", "--trace-file", file, "--trace-calls", "fd_*,proc_exit", guest));
        Assert.Equal("fd_read(fd=9, iovs=[]) = badf\nproc_exit(rval=3) = ?\n", File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Run_TraceOnATerminal_HasColors()
    {
        string guest = Guest("(drop (call $fd_read (i32.const 9) (i32.const 8) (i32.const 0) (i32.const 16)))");
        Assert.Equal(
            "\e[36mfd_read\e[0m(fd=9, iovs=[])\e[31m = badf\e[0m\n",
            ToolRun.Run(static context => context with { ErrorStyle = new TerminalStyle(true) }, "run", "--trace", guest).Error);
    }

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

    /// <summary>Spawns the program "child" or the file "/tools/child.wat", waits for it, and exits with its code.</summary>
    [Theory]
    [InlineData(7, "--program", "child=CHILD")]
    [InlineData(7, "--program", "/tools/child=CHILD")]
    [InlineData(7, "--dir", "TOOLS::/tools:exec")]
    [InlineData(102, "--dir", "TOOLS::/tools")]
    [InlineData(144)]
    public void Run_ProgramOfTheGuest_NeedsARight(int exitCode, params string[] options)
    {
        Directory.CreateDirectory(_scratch["tools"]);
        string child = _scratch.Write("child.wat", """
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "_start") (call $exit (i32.const 7))))
            """);

        // The same in binary: types, the import, a function, a memory, exports and code.
        byte[] module =
        [
            0, .. "asm"u8, 1, 0, 0, 0,
            1, 8, 2, 0x60, 0, 0, 0x60, 1, 0x7f, 0,
            2, 36, 1, 22, .. "wasi_snapshot_preview1"u8, 9, .. "proc_exit"u8, 0, 1,
            3, 2, 1, 0,
            5, 3, 1, 0, 1,
            7, 19, 2, 6, .. "memory"u8, 2, 0, 6, .. "_start"u8, 0, 1,
            10, 8, 1, 6, 0, 0x41, 7, 0x10, 0, 0x0b,
        ];
        File.WriteAllBytes(Path.Combine(_scratch["tools"], "child"), module);
        string guest = _scratch.Write("parent.wat", """
            (module
              (import "wasix_32v1" "proc_spawn2"
                (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "child")
              (data (i32.const 80) "/tools:/bin")
              (func (export "_start") (local $error i32)
                (local.set $error (call $spawn
                  (i32.const 64) (i32.const 5) (i32.const 64) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                  (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 80) (i32.const 11) (i32.const 16)))
                (if (local.get $error) (then (call $exit (i32.add (i32.const 100) (local.get $error)))))
                (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (call $exit (i32.const 99))))
                (call $exit (i32.load16_u (i32.const 34)))))
            """);
        string[] given =
        [
            .. options.Select(option => option
                .Replace("CHILD", child, StringComparison.Ordinal)
                .Replace("TOOLS", _scratch["tools"], StringComparison.Ordinal)),
        ];
        Assert.Equal(new ToolRun(exitCode, "", ""), ToolRun.Run(["run", "--quiet", .. given, guest]));
    }

    [Fact]
    public void Run_ImportsThatAreMissing_AreOneLineEach()
    {
        string guest = _scratch.Write("missing.wat", """
            (module
              (import "kv" "get" (func (param i32) (result i32)))
              (import "kv" "put" (func (param i64)))
              (func (export "_start")))
            """);
        ToolRun run = ToolRun.Run("run", guest);
        string[] lines = run.Error.Split('\n');
        Assert.Equal((126, 4), (run.ExitCode, lines.Length));
        Assert.Equal($"witx: Cannot run '{guest}': 2 imports are missing.", lines[0]);
        Assert.StartsWith("  kv.get: (i32) -> (i32)", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  kv.put: (i64) -> ()", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(127, "nowhere.wasm")]
    [InlineData(125, "--dir", "nowhere::/", "sound.wat")]
    [InlineData(125, "--stdin", "nowhere.txt", "sound.wat")]
    [InlineData(126, "broken.wat")]
    [InlineData(126, "page.html")]
    [InlineData(126, "empty.wasm")]
    [InlineData(126, "reactor.wat")]
    [InlineData(126, "library.wat")]
    [InlineData(126, "component.wat")]
    [InlineData(126, "signature.wat")]
    [InlineData(126, "anyref.wat")]
    [InlineData(126, "--invoke", "_start", "sound.wat")]
    public void Run_UnusableModuleOrFile_PrintsOneLineAndReturnsTheCodeOfContainerTools(int exitCode, params string[] arguments)
    {
        _ = Guest("", "sound.wat");
        _ = _scratch.Write("broken.wat", "(module (func");
        _ = _scratch.Write("page.html", "<html>");
        _ = _scratch.Write("empty.wasm", "");
        _ = _scratch.Write("reactor.wat", """(module (func (export "_initialize")))""");
        _ = _scratch.Write("library.wat", """(module (func (export "add")))""");
        _ = _scratch.Write("component.wat", "(component)");
        _ = _scratch.Write("signature.wat", """(module (func (export "_start") (param i32)))""");
        _ = _scratch.Write("anyref.wat", """(module (func (export "_start")) (func (export "f") (param anyref)))""");
        ToolRun run = ToolRun.Run(
        [
            "run",
            .. arguments.Select(argument => argument.Contains('.', StringComparison.Ordinal) ? _scratch[argument] : argument),
        ]);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"witx: Cannot run '{_scratch[arguments[^1]]}': ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

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
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(WitxTool).Assembly.Location, "run", Guest(Echo)])
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

    private string Guest(string body, string name = "guest.wat") => _scratch.Write(name, $"""
        (module
          (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "path_open"
            (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (memory (export "memory") 1)
          (func $deep unreachable)
          (func $start (export "_start")
            {body}))
        """);
}
