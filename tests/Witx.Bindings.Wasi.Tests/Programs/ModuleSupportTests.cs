using System;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>WebAssembly proposals that programs may use, and those that are refused.</summary>
public sealed class ModuleSupportTests : IDisposable
{
    private readonly WasiHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Run_ModuleUsesGcInside_Completes()
    {
        Assert.Equal(5050 & 0xFF, Run("""
            (type $node (struct (field i32) (field (ref null $node))))
            (func (export "_start") (local $count i32) (local $list (ref null $node)) (local $sum i32)
              (local.set $count (i32.const 100))
              (loop $push
                (local.set $list (struct.new $node (local.get $count) (local.get $list)))
                (br_if $push (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
              (loop $pop
                (local.set $sum (i32.add (local.get $sum) (struct.get $node 0 (local.get $list))))
                (br_if $pop (i32.eqz (ref.is_null (local.tee $list (struct.get $node 1 (local.get $list)))))))
              (call $exit (i32.and (local.get $sum) (i32.const 255))))
            """));
    }

    [Fact]
    public void Run_GcHeapBeyondMaxMemory_Traps()
    {
        WasiException trap = Assert.ThrowsAny<WasiException>(() => Run(
            """
            (type $bytes (array (mut i8)))
            (type $node (struct (field (ref $bytes)) (field (ref null $node))))
            (func (export "_start") (local $list (ref null $node))
              (loop $push
                (local.set $list (struct.new $node (array.new_default $bytes (i32.const 65536)) (local.get $list)))
                (br $push)))
            """,
            new() { Limits = new() { MaxMemory = 4 << 20 } }));
        Assert.Contains("GC heap out of memory", trap.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""(func (export "_start")) (func (export "f") (param anyref))""", "garbage collection")]
    [InlineData("""(func (export "_start")) (func (export "f") (param exnref))""", "exception handling")]
    [InlineData("""(func (export "_start")) (table (export "t") i64 1 0x100000000 funcref)""", "64-bit memory")]
    public void Compile_ExportThatAbortsWasmtime_ThrowsWasiProgramException(string text, string proposal) =>
        Assert.Contains(
            $"'{proposal}'",
            Assert.Throws<WasiProgramException>(() => Run(text)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Compile_ModuleWithTwoMemories_ThrowsWasiProgramException() =>
        Assert.Contains(
            "multiple memories",
            Assert.Throws<WasiProgramException>(() => Run("""(memory 1) (func (export "_start"))""")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0, Errno.Success)]
    [InlineData(1, Errno.Notsup)]
    [InlineData(2, Errno.Notsup)]
    [InlineData(3, Errno.Notsup)]
    [InlineData(4, Errno.Inval)]
    [InlineData(9, Errno.Inval)]
    public void CallDynamic_TableElementOfEveryType_WorksOrReturnsAnErrno(int index, Errno expected)
    {
        static string Guest(string call) => $"""
            (import "wasix_32v1" "call_dynamic" (func $call_dynamic (param i32 i32 i32 i32 i32 i32) (result i32)))
            (import "wasix_32v1" "reflect_signature" (func $reflect_signature (param i32 i32 i32 i32 i32 i32) (result i32)))
            (table (export "__indirect_function_table") 5 funcref)
            (elem (i32.const 0) $number $any $exception $vector)
            (global $ran (mut i32) (i32.const 0))
            (func $number (param i32) (result i64) (global.set $ran (i32.const 1)) (i64.const 7))
            (func $any (param anyref))
            (func $exception (result exnref) (ref.null exn))
            (func $vector (param v128))
            (func (export "_start") (local $error i32)
              (local.set $error {call})
              (if (i32.and (i32.eqz (local.get $error)) (i64.eqz (i64.load (i32.const 128)))) (then (unreachable)))
              (call $exit (local.get $error)))
            """;
        Assert.Equal((int)expected, Run(Guest(
            $"(call $call_dynamic (i32.const {index}) (i32.const 64) (i32.const 4) (i32.const 128) (i32.const 8) (i32.const 1))")));
        Assert.Equal((int)expected, Run(Guest(
            $"(call $reflect_signature (i32.const {index}) (i32.const 64) (i32.const 4) (i32.const 128) (i32.const 4) (i32.const 72))")));
    }

    private int Run(string text, WasiOptions? options = null)
    {
        int start = text.LastIndexOf("(import", StringComparison.Ordinal);
        int end = start < 0 ? 0 : text.IndexOf('\n', start);
        using WasiProgram program = _host.Load("test", Encoding.UTF8.GetBytes($"""
            (module
              {text[..end]}
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              {text[end..]})
            """));
        return program.Run(options ?? new()).ExitCode;
    }
}
