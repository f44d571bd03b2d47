using System;
using System.IO;
using System.Text;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary><see cref="WasiProgram.Run"/> throws only the exceptions that it documents.</summary>
public sealed class RunFailureTests : IDisposable
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\08\00\00\00\05\00\00\00hello")
        (func $hello (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32))))
        """;

    private readonly WasiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("""(func (export "_initialize") (call $hello))""", "'guest' is a reactor")]
    [InlineData("""(func (export "add") (call $hello))""", "'guest' is a library")]
    [InlineData(
        """(func (export "_start") (param i32 i64) (result i32) (call $hello) (i32.const 0))""", "takes 2 values and returns 1 value")]
    [InlineData("""(global (export "_start") i32 (i32.const 0)) (start $hello)""", "is not a function")]
    public void Run_ModuleThatIsNotACommand_ThrowsWasiProgramException(string text, string message)
    {
        using StringWriter output = new();
        WasiProgramException exception = Assert.Throws<WasiProgramException>(
            () => Run($"(module {Imports} {text})", new() { Output = WasiOutput.ToText(output) }));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData("(component)", "component")]
    [InlineData("(module (func", "expected")]
    [InlineData("\x7fELF", "neither a WebAssembly binary nor WebAssembly text")]
    [InlineData("""(module (import "wasi_snapshot_preview1" "fd_fly" (func)) (func (export "_start")))""", "fd_fly")]
    [InlineData("""(module (func (export "_start")) (func (export "f") (param anyref)))""", "garbage collection")]
    public void Run_BadProgram_ThrowsWasiProgramException(string text, string message) =>
        Assert.Contains(message, Assert.Throws<WasiProgramException>(() => Run(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""(func (export "_start") unreachable)""", TrapCode.Unreachable)]
    [InlineData("""(func $start unreachable) (func (export "_start")) (start $start)""", TrapCode.Unreachable)]
    [InlineData("""(func $again (export "_start") (call $again))""", TrapCode.StackOverflow)]
    [InlineData("""(func (export "_start") (drop (i32.load (i32.const -1))))""", TrapCode.MemoryOutOfBounds)]
    [InlineData("""(func (export "_start") (drop (call $write (i32.const 1) (i32.const -8) (i32.const 9) (i32.const 0))))""", null)]
    public void Run_GuestThatTraps_ThrowsWasiTrapException(string text, TrapCode? kind)
    {
        WasiTrapException trap = Assert.Throws<WasiTrapException>(() => Run($"(module {Imports} {text})"));
        Assert.Equal(kind, trap.Kind);
        Assert.Contains("guest!", trap.GuestFrames[0].Replace("<unknown>", "guest", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull(trap.InnerException);
    }

    [Fact]
    public void Run_MemoryLimitExceededAtTheStart_ThrowsWasiException() =>
        Assert.IsType<WasiException>(Record.Exception(
            () => Run(
                """(module (memory (export "memory") 3) (func (export "_start")))""", new() { Limits = new() { MaxMemory = 2 << 16 } })));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Run_OutputStreamThrowsAtTheEnd_KeepsTrapAndExitCode(bool isBuffered, bool hasMount)
    {
        WasiOptions CreateOptions(FailingStream stream)
        {
            WasiOutput output = WasiOutput.ToStream(stream);
            WasiOptions options = new() { Output = isBuffered ? output.Buffered() : output, Error = WasiOutput.ToStream(stream) };
            if (hasMount)
            {
                options.Mounts.Add(new WasiMount("/", WasiDirectory.CreateInMemory()));
            }

            return options;
        }

        using FailingStream stream = new();
        Assert.Equal(
            7, Run($"""(module {Imports} (func (export "_start") (call $hello) (call $exit (i32.const 7))))""", CreateOptions(stream)));
        Assert.Equal(
            TrapCode.Unreachable,
            Assert.Throws<WasiTrapException>(
                () => Run($"""(module {Imports} (func (export "_start") (call $hello) unreachable))""", CreateOptions(stream))).Kind);
        Assert.True(stream.Failures >= 2, "The stream was not used at the end of the runs.");
    }

    private int Run(string text, WasiOptions? options = null)
    {
        using WasiProgram program = _host.Load("guest", Encoding.UTF8.GetBytes(text));
        return program.Run(options ?? new()).ExitCode;
    }

    /// <summary>A stream that accepts bytes but whose <c>Flush</c> throws an undocumented exception type.</summary>
    private sealed class FailingStream : MemoryStream
    {
        internal int Failures { get; private set; }

        public override void Flush()
        {
            Failures++;
            throw new InvalidOperationException("The stream fails.");
        }
    }
}
