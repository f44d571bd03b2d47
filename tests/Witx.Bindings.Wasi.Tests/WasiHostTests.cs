using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary><see cref="WasiHost"/>: loading, running, interceptors and limits.</summary>
public sealed class WasiHostTests : IDisposable
{
    private readonly WasiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("wasi_snapshot_preview1")]
    [InlineData("wasix_32v1")]
    public void HostRun_ProgramWritesAndExits_ReturnsItsExitCode(string module)
    {
        using WasiProgram program = Load(
            $"""
            (import "{module}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import "{module}" "proc_exit" (func $exit (param i32)))
            (data (i32.const 0) "\08\00\00\00\06\00\00\00hello\n")
            (func (export "_start")
              (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
              (call $exit (i32.const 7)) unreachable)
            """);
        using StringWriter output = new();
        Assert.Equal(7, program.Run(new() { Output = WasiOutput.ToText(output) }).ExitCode);
        Assert.Equal("hello\n", output.ToString());
    }

    [Fact]
    public void HostRun_StartReturns_ReturnsZero()
    {
        using WasiProgram program = Load("""
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (data (i32.const 0) "\10\00\00\00\03\00\00\00") (data (i32.const 16) "end")
            (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32))))
            """);
        using StringWriter output = new();
        Assert.Equal(0, program.Run(new() { Output = WasiOutput.ToText(output) }).ExitCode);
        Assert.Equal("end", output.ToString());
    }

    [Fact]
    public async Task HostRun_OneOfTwoRunsCancelled_LeavesTheOtherRunning()
    {
        using WasiProgram endless = Load("""(func (export "_start") (loop $again (br $again)))""");
        using WasiProgram brief = Load("""(func (export "_start"))""");
        using CancellationTokenSource cancellation = new();
        using CancellationTokenSource other = new();
        Task<int> first = Task.Run(() => endless.Run(new(), cancellation.Token).ExitCode);
        Task<int> second = Task.Run(() => endless.Run(new(), other.Token).ExitCode);
        Assert.Equal(0, brief.Run(new(), other.Token).ExitCode);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitInTimeAsync());
        Assert.False(second.IsCompleted);
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitInTimeAsync());
    }

    [Fact]
    public void HostRun_WasixProgram_PreopensARoot()
    {
        using WasiProgram program = Load(
            """
            (import "wasix_32v1" "fd_sync" (func $sync (param i32) (result i32)))
            (import "wasix_32v1" "proc_exit" (func $exit (param i32)))
            (func (export "_start") (call $exit (call $sync (i32.const 3))))
            """);
        Assert.Equal((int)Errno.Isdir, program.Run(new()).ExitCode);
    }

    [Fact]
    public void HostInterceptor_EverySystemCall_IsIntercepted()
    {
        using WasiProgram program = Load(
            """
            (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (func (export "_start") (call $exit (call $yield)))
            """);
        List<string> bound = [];
        HostCallHandler Refuse(HostFunction function, HostCallHandler next)
        {
            bound.Add($"{function.Module}.{function.Name}");
            return function.Name == "sched_yield" ? static (in _) => (long)Errno.Perm : next;
        }

        Assert.Equal((int)Errno.Perm, program.Run(new() { Interceptors = [Refuse] }).ExitCode);
        Assert.Equal(["wasi_snapshot_preview1.sched_yield", "wasi_snapshot_preview1.proc_exit"], bound);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(3L << 16, 1)]
    [InlineData(2L << 16, -1)]
    public void HostMemoryLimit_MemoryGrow_StopsAtMaxMemory(long? limit, int expected)
    {
        using WasiProgram program = Load(
            """
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (func (export "_start") (call $exit (memory.grow (i32.const 2))))
            """);
        Assert.Equal(expected, program.Run(new() { Limits = limit is { } bytes ? new() { MaxMemory = bytes } : new() }).ExitCode);
    }

    [Fact]
    public void HostMemoryLimit_Default_LimitsMemoryGrow()
    {
        using WasiProgram program = Load(
            """
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (func (export "_start") (call $exit (memory.grow (i32.const 16384))))
            """);
        Assert.Equal(-1, program.Run(new()).ExitCode);
    }

    [Theory]
    [InlineData(10, 1, 8, 2)]
    [InlineData(10, 1, 9, -1)]
    [InlineData(10, 16, 8, 2)]
    [InlineData(null, 1, 1 << 20, -1)]
    public void HostTableLimit_TableGrow_StopsAtMaxTableElements(int? limit, int tables, int elements, int expected)
    {
        using WasiProgram program = Load(
            $"""
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            {string.Concat(Enumerable.Repeat("(table 2 funcref)", tables - 1))}
            (table $last 2 funcref)
            (func (export "_start") (call $exit (table.grow $last (ref.null func) (i32.const {elements}))))
            """);
        WasiLimits limits = limit is { } maximum ? new() { MaxTableElements = maximum } : new();
        Assert.Equal(expected, program.Run(new() { Limits = limits }).ExitCode);
    }

    [Theory]
    [InlineData("(table 11 funcref)")]
    [InlineData("(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)"
        + "(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)"
        + "(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)(table 1 externref)")]
    public void HostTableLimit_Exceeded_ThrowsWasiException(string tables)
    {
        using WasiProgram program = Load($"""{tables} (func (export "_start"))""");
        _ = Assert.Throws<WasiException>(() => program.Run(new() { Limits = new() { MaxTableElements = 10 } }).ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HostCompile_InvalidProgram_ThrowsWasiProgramException(bool cancellable)
    {
        using WasiProgram program = _host.Load("broken", "(module (func"u8.ToArray());
        _ = Assert.Throws<WasiProgramException>(() => program.Compile(cancellable, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void HostRun_UnknownImport_ThrowsWithItsName()
    {
        using WasiProgram program = Load(
            """(import "wasi_snapshot_preview1" "fd_fly" (func)) (func (export "_start"))""");
        WasiProgramException error = Assert.Throws<WasiProgramException>(() => program.Run(new()).ExitCode);
        Assert.Contains("fd_fly", error.Message, StringComparison.Ordinal);
    }

    private WasiProgram Load(string text) =>
        _host.Load("test", Encoding.UTF8.GetBytes(
            $"(module {SelectLines(text, imports: true)} (memory (export \"memory\") 1) {SelectLines(text, imports: false)})"));

    /// <summary>Selects the imports, which the text format requires before everything else, or the other lines.</summary>
    private static string SelectLines(string text, bool imports)
    {
        StringBuilder lines = new();
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("(import", StringComparison.Ordinal) == imports)
            {
                lines.AppendLine(line);
            }
        }

        return lines.ToString();
    }
}
