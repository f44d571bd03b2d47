using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

/// <summary>The options of <c>witx run</c> for traces.</summary>
public sealed class TraceOptionTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

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

    private string Guest(string body) => _scratch.Write("guest.wat", PreviewProgram.Create(body));
}
