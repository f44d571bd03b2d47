using Witx.Bindings.Wasi.Processes;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>WASIX calls with invalid arguments, beyond the limits of the process, and without a required feature.</summary>
public sealed class WasixLimitTests
{
    private const string Imports =
        """
        (import $module "epoll_create" (func $create (param i32) (result i32)))
        (import $module "epoll_wait" (func $wait (param i32 i32 i32 i64 i32) (result i32)))
        (import $module "fd_dup2" (func $dup2 (param i32 i32 i32 i32) (result i32)))
        (import $module "fd_pipe" (func $pipe (param i32 i32) (result i32)))
        (import $module "stack_checkpoint" (func $checkpoint (param i32 i32) (result i32)))
        (import $module "stack_restore" (func $restore (param i32 i64)))
        (import $module "proc_raise" (func $raise (param i32) (result i32)))
        """;

    [Theory]
    [InlineData("(call $wait (i32.const 3) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 8))", Errno.Inval)]
    [InlineData("(call $wait (i32.const 99) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 8))", Errno.Badf)]
    [InlineData("(call $wait (i32.load (i32.const 0)) (i32.const 64) (i32.const 0) (i64.const 0) (i32.const 8))", Errno.Inval)]
    [InlineData("(call $dup2 (i32.const 1) (i32.const 8) (i32.const 0) (i32.const 8))", Errno.Inval)]
    [InlineData("(call $dup2 (i32.const 1) (i32.const 7) (i32.const 0) (i32.const 8))", Errno.Success)]
    [InlineData("(call $dup2 (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 8))", Errno.Inval)]
    [InlineData("(drop (call $pipe (i32.const 16) (i32.const 20))) (call $pipe (i32.const 16) (i32.const 20))", Errno.Mfile)]
    [InlineData("(call $checkpoint (i32.const 64) (i32.const 8))", Errno.Notsup)]
    public void WasixCall_InvalidOrBeyondALimit_ReturnsAnErrno(string call, Errno expected)
    {
        using WasiProcess process = new(new() { PreopenRoot = true, Limits = new WasiLimits { MaxDescriptors = 8 } });
        Assert.Equal((int)expected, WatGuest.Run(
            process, "wasix_32v1", Imports, $"(block (result i32) (drop (call $create (i32.const 0))) {call})"));
    }

    [Fact]
    public void EpollWait_HugeEventCount_TrapsOnlyOutsideTheMemory()
    {
        using TestGuest guest = new(personality: Personality.Wasix);
        Assert.Equal(Errno.Success, guest.Call("epoll_create", ResultAt));
        uint list = guest.UInt32(ResultAt);
        Assert.Equal(Errno.Success, guest.Call("epoll_wait", list, 0x1000, uint.MaxValue, 0, ResultAt));
        Assert.Equal(0u, guest.UInt32(ResultAt));
        Assert.Throws<GuestFaultException>(() => guest.Call("epoll_wait", list, TestGuest.MemoryLength - 64, uint.MaxValue, 0, ResultAt));
    }

    [Fact]
    public void FdPipe_OneFreeDescriptor_IsMfileAndLeavesItFree()
    {
        using WasiProcess process = new(new() { Limits = new WasiLimits { MaxDescriptors = 4 } });
        Assert.Equal((int)Errno.Mfile, WatGuest.Run(process, "wasix_32v1", Imports, "(call $pipe (i32.const 16) (i32.const 20))"));
        Assert.True(process.Descriptors.HasRoom);
    }

    [Fact]
    public void StackRestore_UnknownCheckpoint_Traps()
    {
        using WasiProcess process = new(new());
        Assert.Throws<WasiTrapException>(() => WatGuest.Run(
            process, "wasix_32v1", Imports, "(block (result i32) (call $restore (i32.const 64) (i64.const 1)) (i32.const 0))"));
    }

    [Theory]
    [InlineData(31, 128 + 31)]
    [InlineData(16, 128 + 16)]
    [InlineData(32, (int)Errno.Inval)]
    [InlineData(15, 128 + 15)]
    [InlineData(9, 128 + 9)]
    [InlineData(17, 0)]
    [InlineData(0, 0)]
    public void ProcRaise_NoHandler_HasTheDefaultAction(int signal, int exit)
    {
        using WasiProcess process = new(new());
        Assert.Equal(exit, WatGuest.Run(process, "wasix_32v1", Imports, $"(call $raise (i32.const {signal}))"));
    }

    [Fact]
    public void ProcRaise_FromPreview1WhenSignalsAreHandled_HasTheDefaultAction()
    {
        using WasiProcess process = new(new() { HandlesSignals = true });
        Assert.Equal(128 + 31, WatGuest.Run(
            process,
            "wasi_snapshot_preview1",
            """(import $module "proc_raise" (func $raise (param i32) (result i32)))""",
            "(call $raise (i32.const 31))"));
    }

    [Fact]
    public void ProcRaise_FromPreview1_IsNotsup()
    {
        using WasiProcess process = new(new());
        Assert.Equal((int)Errno.Notsup, WatGuest.Run(
            process,
            "wasi_snapshot_preview1",
            """(import $module "proc_raise" (func $raise (param i32) (result i32)))""",
            "(call $raise (i32.const 15))"));
    }
}
