using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>What programs of 2022 and early 2023 find that is gone since.</summary>
public sealed class EarlyTests
{
    private const string Imports =
        """
        (import $module "thread_local_create" (func $create (param i64 i32) (result i32)))
        (import $module "thread_local_destroy" (func $destroy (param i32) (result i32)))
        (import $module "thread_local_set" (func $set (param i32 i64) (result i32)))
        (import $module "thread_local_get" (func $get (param i32 i32) (result i32)))
        """;

    [Theory]
    [InlineData("(drop (call $get (i32.load (i32.const 0)) (i32.const 8))) (i32.load (i32.const 8))", 0)]
    [InlineData("(drop (call $set (i32.load (i32.const 0)) (i64.const 7))) (drop (call $get (i32.load (i32.const 0)) (i32.const 8))) (i32.load (i32.const 8))", 7)]
    [InlineData("(call $set (i32.const 99) (i64.const 7))", (int)Errno.Inval)]
    [InlineData("(call $get (i32.const 99) (i32.const 8))", (int)Errno.Inval)]
    [InlineData("(call $destroy (i32.const 99))", (int)Errno.Inval)]
    [InlineData("(drop (call $destroy (i32.load (i32.const 0)))) (call $set (i32.load (i32.const 0)) (i64.const 7))", (int)Errno.Inval)]
    public void Local_IsKeptUnderItsKey(string body, int answer)
    {
        using WasiProcess process = new(new());
        Assert.Equal(answer, WatGuest.Run(
            process, "wasix_32v1", Imports, $"(block (result i32) (drop (call $create (i64.const 5) (i32.const 0))) {body})"));
    }

    [Fact]
    public void Keys_AreSoManyAndNoMore()
    {
        using WasiProcess process = new(new());
        Assert.Equal((int)Errno.Again, WatGuest.Run(
            process,
            "wasix_32v1",
            Imports,
            """
            (loop $again (result i32)
              (i32.store (i32.const 4) (call $create (i64.const 0) (i32.const 0)))
              (br_if $again (i32.eqz (i32.load (i32.const 4))))
              (i32.load (i32.const 4)))
            """));
    }
}
