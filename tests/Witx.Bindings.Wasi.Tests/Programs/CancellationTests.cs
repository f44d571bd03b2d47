using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>Cancellation of guests that would otherwise wait forever.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData("poll_oneoff", "(call $poll_oneoff (i32.const 256) (i32.const 512) (i32.const 1) (i32.const 32))")]
    [InlineData("fd_read", "(call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 32))")]
    [InlineData("sock_accept", "(call $sock_accept (i32.const 3) (i32.const 0) (i32.const 32))")]
    [InlineData("sock_recv", "(call $sock_recv (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 32) (i32.const 36))")]
    [InlineData("sched_yield", "(loop $again (result i32) (drop (call $sched_yield)) (br $again))")]
    public async Task CancelledRun_GuestWaitsInASystemCall_ThrowsOperationCanceledException(string function, string body)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        using Socket connection = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        using Stream silence = new SilentStream();
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HostCallHandler Notify(HostFunction bound, HostCallHandler next) => bound.Name != function ? next : (in call) =>
        {
            called.TrySetResult();
            return next(in call);
        };

        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sock_recv" (func $sock_recv (param i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sched_yield" (func $sched_yield (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "\08\00\00\00\06\00\00\00")
              (data (i32.const 272) "\01")
              (data (i32.const 280) "\ff\ff\ff\ff\ff\ff\ff\ff")
              (func (export "_start") (drop {body})))
            """));
        Task<int> run = Task.Run(
            () => program.Run(new WasiOptions
            {
                Input = WasiInput.FromStream(silence),
                Descriptors = [WasiDescriptor.Socket(listener), WasiDescriptor.Socket(connection)],
                Interceptors = [Notify],
            }, cancellation.Token).ExitCode,
            TestContext.Current.CancellationToken);
        await called.Task.WaitInTimeAsync();
        Assert.False(run.IsCompleted);
        await cancellation.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public void CancelledRun_TokenCancelledBefore_DoesNotStart()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", """(module (func (export "_start") unreachable))"""u8.ToArray());
        _ = Assert.Throws<OperationCanceledException>(
            () => program.Run(new(), new CancellationToken(canceled: true)).ExitCode);
    }

    /// <summary>A stream whose reads never complete.</summary>
    private sealed class SilentStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> _never = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_never.Task);
    }
}
