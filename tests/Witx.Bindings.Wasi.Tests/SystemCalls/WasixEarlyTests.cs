using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>WASIX functions of 2022 and early 2023 that later versions removed or changed.</summary>
public sealed class WasixEarlyTests
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
    [InlineData(
        "(drop (call $set (i32.load (i32.const 0)) (i64.const 7))) (drop (call $get (i32.load (i32.const 0)) (i32.const 8))) "
        + "(i32.load (i32.const 8))",
        7)]
    [InlineData("(call $set (i32.const 99) (i64.const 7))", (int)Errno.Inval)]
    [InlineData("(call $get (i32.const 99) (i32.const 8))", (int)Errno.Inval)]
    [InlineData("(call $destroy (i32.const 99))", (int)Errno.Inval)]
    [InlineData("(drop (call $destroy (i32.load (i32.const 0)))) (call $set (i32.load (i32.const 0)) (i64.const 7))", (int)Errno.Inval)]
    public void ThreadLocal_SetAndGet_KeepsTheValueOfItsKey(string body, int expected)
    {
        using WasiProcess process = new(new());
        Assert.Equal(expected, WatGuest.Run(
            process, "wasix_32v1", Imports, $"(block (result i32) (drop (call $create (i64.const 5) (i32.const 0))) {body})"));
    }

    [Fact]
    public void ThreadLocalCreate_TooManyKeys_IsAgain()
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

    /// <summary>A module may import a function with both of its signatures. Each import is bound to its own function.</summary>
    [Fact]
    public void WasixModule_ImportsBothSignatures_CallsTheMatchingFunction()
    {
        using WasiProcess process = new(new() { Network = WasiNetwork.Virtual() });
        const string Both =
            """
            (import $module "sock_open" (func $open (param i32 i32 i32 i32) (result i32)))
            (import $module "sock_bind" (func $bind (param i32 i32) (result i32)))
            (import $module "sock_listen" (func $listen (param i32 i32) (result i32)))
            (import $module "sock_connect" (func $connect (param i32 i32) (result i32)))
            (import $module "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
            (import $module "sock_accept" (func $accept_from (param i32 i32 i32 i32) (result i32)))
            (import $module "thread_spawn" (func $spawn (param i32 i32) (result i32)))
            (import $module "thread_spawn" (func $spawn_early (param i64 i64 i64 i32 i32) (result i32)))
            (import $module "proc_join" (func $join (param i32 i32 i32) (result i32)))
            (import $module "proc_join" (func $join_early (param i32 i32) (result i32)))
            """;
        Assert.Equal(0, WatGuest.Run(process, "wasix_32v1", Both, """
            (block (result i32)
              ;; Socket 3 listens on 127.0.0.1:80; sockets 4 and 5 connect to it.
              (i32.store8 (i32.const 256) (i32.const 1)) (i32.store16 (i32.const 258) (i32.const 80)) (i32.store (i32.const 260) (i32.const 0x0100007f))
              (i32.store (i32.const 520) (i32.const -1))
              (i32.or (call $open (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 64))
              (i32.or (call $bind (i32.const 3) (i32.const 256))
              (i32.or (call $listen (i32.const 3) (i32.const 4))
              (i32.or (call $open (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 64))
              (i32.or (call $connect (i32.const 4) (i32.const 256))
              (i32.or (call $open (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 64))
              (i32.or (call $connect (i32.const 5) (i32.const 256))
              (i32.or (call $accept (i32.const 3) (i32.const 0) (i32.const 64))
              (i32.or (i32.ne (i32.load (i32.const 64)) (i32.const 6))
              (i32.or (i32.ne (i32.load (i32.const 520)) (i32.const -1))
              (i32.or (call $accept_from (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 516))
              (i32.or (i32.ne (i32.load (i32.const 64)) (i32.const 7))
              (i32.or (i32.ne (i32.load (i32.const 520)) (i32.const 0x0100007f))
              (i32.or (i32.ne (call $spawn (i32.const 0) (i32.const 64)) (i32.const 58))
              (i32.or (i32.ne (call $spawn_early (i64.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 64)) (i32.const 58))
              (i32.or (i32.ne (call $join (i32.const 0) (i32.const 0) (i32.const 64)) (i32.const 12))
                      (i32.ne (call $join_early (i32.const 0) (i32.const 64)) (i32.const 12)))))))))))))))))))
            """));
    }
}
