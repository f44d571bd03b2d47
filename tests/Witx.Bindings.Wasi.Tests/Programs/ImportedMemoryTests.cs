using System;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>The memory that the host provides to programs that import it, such as WASIX programs.</summary>
public sealed class ImportedMemoryTests : IDisposable
{
    private readonly WasiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("1 10 shared")]
    [InlineData("1 10")]
    [InlineData("1")]
    public void ImportedMemory_SharedOrNot_IsProvided(string memory) => Assert.Equal(42, Run(memory, "(i32.const 1)", null));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(4L << 16, 1)]
    [InlineData(3L << 16, -1)]
    public void ImportedMemory_Grown_StopsAtMaxMemory(long? limit, int pages) =>
        Assert.Equal(pages < 0 ? 0 : 42, Run("1 10 shared", "(i32.ne (memory.grow (i32.const 3)) (i32.const -1))", limit));

    [Fact]
    public void ImportedMemory_MinimumBeyondMaxMemory_ThrowsWasiException() =>
        Assert.Throws<WasiException>(() => Run("3 10 shared", "(i32.const 1)", 1 << 16));

    /// <summary>
    /// Runs a program whose host call writes to the imported memory, and which exits with 42 if that and the condition hold.
    /// </summary>
    private int Run(string memory, string condition, long? limit)
    {
        using WasiProgram program = _host.Load("guest", Encoding.UTF8.GetBytes(
            $"""
            (module
              (import "env" "memory" (memory {memory}))
              (import "wasix_32v1" "proc_id" (func $id (param i32) (result i32)))
              (import "wasix_32v1" "proc_exit2" (func $exit (param i32)))
              (func (export "_start")
                (drop (call $id (i32.const 65532)))
                (call $exit (i32.mul (i32.mul (i32.load (i32.const 65532)) (i32.const 42)) {condition}))))
            """));
        WasiLimits limits = limit is { } bytes ? new WasiLimits { MaxMemory = bytes } : new WasiLimits();
        return program.Run(new WasiOptions { Limits = limits }).ExitCode;
    }
}
