using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class RunOptionsTests
{
    [Fact]
    public void RunOptions_OnlyAModule_GrantNothing()
    {
        RunOptions options = Parse("hello.wasm");
        Assert.Equal("hello.wasm", options.Module);
        Assert.Empty(options.Arguments);
        Assert.Empty(options.Directories);
        Assert.Empty(options.MemoryDirectories);
        Assert.Empty(options.Environment);
        Assert.Equal((null, null, null, false), (options.Stdin, options.MaxMemory, options.Timeout, options.IsTraced));
        Assert.True(options.HasDevices);
    }

    [Fact]
    public void RunOptions_BeforeTheModule_AreParsed()
    {
        RunOptions options = Parse(
            "--dir", "src::/src:ro", "--dir", ".", "--env", "A=1", "--env=B=x=y", "--stdin", "in.txt", "--trace",
            "--no-dev", "--mem-dir", "/tmp", "--max-memory", "64M", "--timeout", "1.5s", "--program", "ls=bin/a=b.wasm", "python.wasm");
        Assert.Equal("python.wasm", options.Module);
        Assert.Empty(options.Arguments);
        Assert.Equal([new DirectorySpec("src", "/src", true, false), new DirectorySpec(".", ".", false, false)], options.Directories);
        Assert.Equal([new EnvironmentVariable("A", "1"), new EnvironmentVariable("B", "x=y")], options.Environment);
        Assert.Equal(["/tmp"], options.MemoryDirectories);
        Assert.Equal([new ProgramSpec("ls", "bin/a=b.wasm")], options.Programs);
        Assert.Equal(
            ("in.txt", 64L << 20, TimeSpan.FromSeconds(1.5), true),
            (options.Stdin, options.MaxMemory, options.Timeout, options.IsTraced));
        Assert.False(options.HasDevices);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    [InlineData("--dir", "x")]
    [InlineData("--env")]
    [InlineData("--trace", "-c", "print(1)")]
    [InlineData("--", "-x", "--")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("@file", "[suggest]", "run", "check")]
    public void RunOptions_WordsAfterTheModule_AreArgumentsOfTheGuest(params string[] arguments)
    {
        RunOptions options = Parse(["--trace", "--env", "A=1", "m.wasm", .. arguments]);
        Assert.Equal(("m.wasm", true), (options.Module, options.IsTraced));
        Assert.Equal(arguments, options.Arguments);
        Assert.Equal([new EnvironmentVariable("A", "1")], options.Environment);
    }

    [Fact]
    public void RunOptions_ModuleAfterTwoDashes_CanLookLikeAnOption()
    {
        RunOptions options = Parse("--trace", "--", "--odd.wasm", "--trace", "--");
        Assert.Equal("--odd.wasm", options.Module);
        Assert.Equal(["--trace", "--"], options.Arguments);
    }

    [Theory]
    [InlineData("'witx run --help'")]
    [InlineData("'witx run --help'", "--trace")]
    [InlineData("Option '--frobnicate' is unknown", "--frobnicate", "m.wasm")]
    [InlineData("Option '--frob=x' is unknown", "--frob=x", "m.wasm")]
    [InlineData("'--dir'", "--dir")]
    [InlineData("Environment variable 'nothing' is invalid; write NAME=VALUE.", "--env", "nothing", "m.wasm")]
    [InlineData("Size '12X' is invalid", "--max-memory", "12X", "m.wasm")]
    [InlineData("Duration 'soon' is invalid", "--timeout", "soon", "m.wasm")]
    [InlineData("Guest path '' is invalid", "--mem-dir", "", "m.wasm")]
    [InlineData("Program 'ls' is invalid; write NAME=FILE.", "--program", "ls", "m.wasm")]
    [InlineData("Program 'ls=' is invalid; write NAME=FILE.", "--program", "ls=", "m.wasm")]
    [InlineData("Directory '::/x' is invalid", "--dir", "::/x", "m.wasm")]
    public void RunOptions_InvalidValue_PrintsOneLineAndReturns125(string message, params string[] arguments)
    {
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = WitxTool.Run(["run", .. arguments], new ToolContext(TextWriter.Null, error), static _ => 0);
        Assert.Equal(125, exitCode);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(error.ToString().Length - 1, error.ToString().IndexOf('\n', StringComparison.Ordinal));
    }

    private static RunOptions Parse(params string[] arguments)
    {
        RunOptions? options = null;
        using StringWriter error = new();
        int exitCode = WitxTool.Run(["run", .. arguments], new ToolContext(error, error), given =>
        {
            options = given;
            return 7;
        });
        Assert.Equal((7, ""), (exitCode, error.ToString()));
        return options!;
    }
}
