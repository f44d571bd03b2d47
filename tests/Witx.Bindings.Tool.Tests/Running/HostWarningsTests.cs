using System;
using System.IO;
using Witx.Bindings.Wasi;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>Warnings of the host about a guest name the option that allows the refused access.</summary>
public sealed class HostWarningsTests : IDisposable
{
    private const int Acces = 2;
    private const int Noexec = 45;
    private const int Nomem = 48;
    private const int Notsup = 58;

    // The parent exits with this number and the error of the start.
    private const int Failed = 100;
    private const int TrappedChild = 0;

    private const string Exit = "(call $exit (i32.const 7))";

    // IPv4 (1), 127.0.0.1, port 80.
    private const string Address = """(data (i32.const 200) "\01\00\50\00\7f\00\00\01")""";

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Program_OnAMountWithoutExecution_NamesTheOptions()
    {
        Directory.CreateDirectory(_scratch["tools"]);
        _scratch.Write("tools/child", "");
        ToolRun run = Spawn("child", "--dir", $"{_scratch["tools"]}::/tools");
        Assert.Equal(
            Warn(Failed + Acces, "Refused to execute '/tools/child'; allow it with '--dir HOST::GUEST:exec' or '--program NAME=FILE'."),
            run);
    }

    [Fact]
    public void Program_ThatIsElsewhereToo_IsExecutedWithoutAWarning()
    {
        Directory.CreateDirectory(_scratch["tools"]);
        _scratch.Write("tools/child", "");
        string child = _scratch.Write("child.wat", Module("", Exit));
        Assert.Equal(new ToolRun(7, "", ""), Spawn("child", "--dir", $"{_scratch["tools"]}::/tools", "--program", $"child={child}"));
    }

    [Theory]
    [InlineData("\u007fELF\0", "The file is not a WebAssembly module.")]
    [InlineData("echo\n", null)]
    public void File_IsNotAModule_IsReportedUnlessItIsText(string contents, string? reason)
    {
        Directory.CreateDirectory(_scratch["tools"]);
        _scratch.Write("tools/child", contents);
        ToolRun run = Spawn("child", "--dir", $"{_scratch["tools"]}::/tools:exec");
        Assert.Equal(
            reason is null
                ? new ToolRun(Failed + Noexec, "", "")
                : Warn(Failed + Noexec, $"Cannot execute '/tools/child': {reason} See 'witx inspect'."),
            run);
    }

    [Theory]
    [InlineData(Noexec, """(module (func (export "run")))""", "_start")]
    [InlineData(Noexec, """(module (import "kv" "get" (func)) (func (export "_start")))""", "The import 'kv.get: () -> ()")]
    [InlineData(
        Noexec,
        """(module (import "kv" "a\1b[2J" (func)) (import "kv" "put" (func)) (func (export "_start")))""",
        @"kv.a\u{1b}[2J: () -> ()",
        "is missing, and 1 others.")]
    [InlineData(Noexec, "(module (func", "expected")]
    public void Program_CannotBeExecuted_NamesTheReason(int error, string module, params string[] reasons)
    {
        string child = _scratch.Write("broken.wat", module);
        ToolRun run = Spawn("child", "--program", $"child={child}");
        Assert.Equal((Failed + error, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("witx: warning: Cannot execute '", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" See 'witx inspect'.\n", run.Error, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, run.Error, StringComparison.Ordinal));
        Assert.Single(run.Error, '\n');
    }

    [Fact]
    public void Program_LargerThanTheLimit_NamesTheOption()
    {
        Directory.CreateDirectory(_scratch["tools"]);
        using (FileStream file = File.Create(Path.Combine(_scratch["tools"], "child")))
        {
            // A sparse file.
            file.SetLength(new WasiLimits().MaxProgramSize + 1L);
        }

        Assert.Equal(
            Warn(Failed + Nomem, "Cannot execute '/tools/child', because the file is too large; pass it with '--program NAME=FILE'."),
            Spawn("child", "--dir", $"{_scratch["tools"]}::/tools:exec"));
    }

    [Fact]
    public void Fork_WithoutAsyncify_NamesTheBuildOption()
    {
        ToolRun run = Run(Module("", "(call $exit (call $fork (i32.const 1) (i32.const 16)))"));
        Assert.Equal((Notsup, ""), (run.ExitCode, run.Out));
        const string Warning = "witx: warning: Process 1 cannot fork, because 'guest' is not instrumented with Asyncify.";
        Assert.StartsWith(Warning, run.Error, StringComparison.Ordinal);
        Assert.Contains("'wasm-opt --asyncify'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_OfAProgramExceedsTheLimit_NamesTheOption()
    {
        string child = _scratch.Write("large.wat", """(module (memory (export "memory") 100) (func (export "_start")))""");
        ToolRun run = Spawn("child", "--max-memory", "1M", "--program", $"child={child}");
        Assert.Equal(
            Warn(Failed + Nomem, "Cannot start 'child', because its memory exceeds the limit; pass a larger '--max-memory'."), run);
    }

    [Theory]
    [InlineData("$connect", "", "Refused to connect to '127.0.0.1:80'; allow it with '--net 127.0.0.1:80'.")]
    [InlineData("$bind", "", "Refused to listen on '127.0.0.1:80'; allow it with '--listen 127.0.0.1:80'.")]
    [InlineData("$connect", "--net=127.0.0.1:81", "Refused to connect to '127.0.0.1:80'; allow it with '--net 127.0.0.1:80'.")]
    public void Network_AccessRefused_NamesTheOption(string call, string option, string warning)
    {
        string guest = Module(Address, $"""
            (if (call $sock_open (i32.const 1) (i32.const 1) (i32.const 6) (i32.const 16)) (then (unreachable)))
            (call $exit (call {call} (i32.load (i32.const 16)) (i32.const 200)))
            """);
        Assert.Equal(Warn(Acces, warning), option.Length > 0 ? Run(guest, option) : Run(guest));
    }

    [Fact]
    public void Name_LookupRefused_NamesTheOption()
    {
        string guest = Module("""(data (i32.const 200) "example.org")""", """
            (call $exit (call $resolve
              (i32.const 200) (i32.const 11) (i32.const 0) (i32.const 300) (i32.const 1) (i32.const 16)))
            """);
        Assert.Equal(Warn(Acces, "Refused to look up 'example.org'; allow it with '--net example.org'."), Run(guest));
    }

    /// <summary>The host logs ten warnings, then one in a second, after the number of those that it dropped.</summary>
    [Fact]
    public void Warnings_InALoop_ArePrintedAtALimitedRate()
    {
        string[] lines = Run(Module("", """
            (local $i i32)
            (loop $again
              (drop (call $fork (i32.const 1) (i32.const 16)))
              (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10000))))
            (drop (call $sleep (i64.const 1_000_000_000)))
            (drop (call $fork (i32.const 1) (i32.const 16)))
            """)).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 12, 1000);
        Assert.Matches(
            "^witx: warning: [0-9]+ warnings were not printed, because there are too many; '--trace' prints all calls.$", lines[^2]);
        Assert.StartsWith("witx: warning: Process 1 cannot fork", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("-q")]
    public void QuietOption_PrintsNoWarning(string option)
    {
        string guest = Module("", "(call $exit (call $fork (i32.const 1) (i32.const 16)))");
        Assert.Equal(new ToolRun(Notsup, "", ""), Run(guest, option));
        string child = _scratch.Write("child.wat", Module("", "(unreachable)"));
        Assert.Equal(new ToolRun(TrappedChild, "", ""), Spawn("child", option, "--program", $"child={child}"));
    }

    [Fact]
    public void Warning_OnATerminal_IsYellow()
    {
        string file = _scratch.Write("guest.wat", Module("", "(call $exit (call $fork (i32.const 1) (i32.const 16)))"));
        ToolRun run = ToolRun.Run(static context => context with { ErrorStyle = new TerminalStyle(true) }, "run", file);
        Assert.StartsWith("\e[33mwitx: warning:\e[0m Process 1 cannot fork", run.Error, StringComparison.Ordinal);
    }

    private static ToolRun Warn(int exitCode, string warning) => new(exitCode, "", $"witx: warning: {warning}\n");

    private ToolRun Run(string guest, params string[] options) =>
        ToolRun.Run(["run", .. options, _scratch.Write("guest.wat", guest)]);

    /// <summary>Runs a program that starts another one, and exits with the code of that one.</summary>
    private ToolRun Spawn(string name, params string[] options) => Run(
        Module($"""(data (i32.const 200) "{name}/tools:/bin")""", $"""
            (local $error i32)
            (local.set $error (call $spawn
              (i32.const 200) (i32.const {name.Length}) (i32.const 200) (i32.const {name.Length})
              (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
              (i32.const 1) (i32.const {200 + name.Length}) (i32.const 11) (i32.const 16)))
            (if (local.get $error) (then (call $exit (i32.add (i32.const {Failed}) (local.get $error)))))
            (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (unreachable)))
            (call $exit (i32.load16_u (i32.const 34)))
            """),
        options);

    private static string Module(string data, string body) => $"""
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (import "wasix_32v1" "proc_fork" (func $fork (param i32 i32) (result i32)))
          (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_spawn2"
            (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "resolve" (func $resolve (param i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "sock_bind" (func $bind (param i32 i32) (result i32)))
          (import "wasix_32v1" "sock_connect" (func $connect (param i32 i32) (result i32)))
          (import "wasix_32v1" "sock_open" (func $sock_open (param i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "thread_sleep" (func $sleep (param i64) (result i32)))
          (memory (export "memory") 1)
          {data}
          (func (export "_start") {body}))
        """;
}
