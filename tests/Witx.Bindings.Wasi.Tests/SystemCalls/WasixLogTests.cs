using System.Linq;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Log entries of WASIX calls have the levels and fields of the reference implementation.</summary>
public sealed class WasixLogTests
{
    [Theory]
    [InlineData("fd_dup", "i32 i32", "(i32.const 1) (i32.const 0)", "Debug fd_dup fd=1 ret_fd=3")]
    [InlineData("fd_event", "i64 i32 i32", "(i64.const 5) (i32.const 0) (i32.const 0)", "Debug fd_event initial_val=5 ret_fd=3")]
    [InlineData("fd_pipe", "i32 i32", "(i32.const 0) (i32.const 4)", "Trace fd_pipe fd1=3 fd2=4")]
    [InlineData("chdir", "i32 i32", "(i32.const 16) (i32.const 4)", "Debug chdir path=file")]
    [InlineData("getcwd", "i32 i32", "(i32.const 64) (i32.const 4)", "Debug getcwd path=/ max_path_len=0")]
    [InlineData("clock_time_set", "i32 i64", "(i32.const 0) (i64.const 7)", "Trace clock_time_set clock_id=Realtime time=7")]
    [InlineData("proc_id", "i32", "(i32.const 0)", "Debug proc_id pid=1")]
    [InlineData("proc_parent", "i32 i32", "(i32.const 1) (i32.const 0)", "Debug proc_parent pid=1 parent=0")]
    [InlineData("proc_raise_interval", "i32 i64 i32", "(i32.const 14) (i64.const 0) (i32.const 0)", "Debug proc_raise_interval sig=14")]
    [InlineData("proc_signal", "i32 i32", "(i32.const 1) (i32.const 17)", "Trace proc_signal pid=1 sig=17")]
    [InlineData("thread_signal", "i32 i32", "(i32.const 0) (i32.const 17)", "Debug thread_signal tid=0 sig=17")]
    [InlineData("thread_sleep", "i64", "(i64.const 0)", "Debug thread_sleep")]
    [InlineData("thread_id", "i32", "(i32.const 0)", "Trace thread_id")]
    public void WasixCall_Logged_HasItsLevelAndFields(string function, string parameters, string arguments, string line)
    {
        using RecordingLoggers log = new(LogLevel.Trace);
        using WasiProcess process = new(new() { LoggerFactory = log });
        string import = $"(import $module \"{function}\" (func $call (param {parameters}) (result i32)))";
        _ = WatGuest.Run(process, "wasix_32v1", import, $"(call $call {arguments})");
        Assert.Equal(line, log.Lines.First());
    }

    [Fact]
    public void CallbackSignal_Logged_SaysWhetherTheHandlerExists()
    {
        using RecordingLoggers log = new(LogLevel.Trace);
        using WasiProcess process = new(new() { LoggerFactory = log });
        const string Import = """(import $module "callback_signal" (func $call (param i32 i32)))""";
        _ = WatGuest.Run(process, "wasix_32v1", Import, "(block (result i32) (call $call (i32.const 16) (i32.const 4)) (i32.const 0))");
        Assert.Equal("Trace callback_signal name=file funct_is_some=False", log.Lines.First());
    }
}
