using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>The calls that flush buffered output.</summary>
public sealed class BufferedOutputTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly TestGuest _guest;

    public BufferedOutputTests()
    {
        _guest = Start(WasiOutput.ToText(_output).Buffered(16));
        Assert.Equal(Errno.Success, _guest.Write(1, "held ", out uint count));
        Assert.Equal(5u, count);
        Assert.Equal("", _output.ToString());
    }

    public void Dispose()
    {
        _guest.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData("fd_sync", new ulong[] { 1 })]
    [InlineData("fd_datasync", new ulong[] { 1 })]
    [InlineData("fd_close", new ulong[] { 1 })]
    [InlineData("fd_renumber", new ulong[] { 2, 1 })]
    [InlineData("fd_read", new ulong[] { 0, VectorsAt, 0, ResultAt })]
    [InlineData("poll_oneoff", new ulong[] { 0x4000, 0x5000, 1, ResultAt })]
    public void BufferedOutput_CallThatWaitsOrCloses_Flushes(string function, ulong[] arguments)
    {
        Assert.Equal(Errno.Success, _guest.Call(function, arguments));
        Assert.Equal("held ", _output.ToString());
    }

    [Theory]
    [InlineData("(call $sleep (i64.const 1))")]
    [InlineData("(call $wait (i32.load (i32.const 0)) (i32.const 64) (i32.const 1) (i64.const 0) (i32.const 8))")]
    public void BufferedOutput_WasixCallThatWaits_Flushes(string wait)
    {
        const string imports =
            """
            (import $module "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import $module "thread_sleep" (func $sleep (param i64) (result i32)))
            (import $module "epoll_create" (func $create (param i32) (result i32)))
            (import $module "epoll_wait" (func $wait (param i32 i32 i32 i64 i32) (result i32)))
            """;
        using RecordingStream output = new();
        using WasiProcess process = new(new() { Output = WasiOutput.ToStream(output).Buffered() });

        // The write before the wait is flushed; the write after it is still buffered.
        Assert.Equal(0, WatGuest.Run(process, "wasix_32v1", imports, $"""
            (block (result i32)
              (i32.store (i32.const 24) (i32.const 16))
              (i32.store (i32.const 28) (i32.const 4))
              (drop (call $create (i32.const 0)))
              (drop (call $write (i32.const 1) (i32.const 24) (i32.const 1) (i32.const 8)))
              (drop {wait})
              (call $write (i32.const 1) (i32.const 24) (i32.const 1) (i32.const 8)))
            """));
        Assert.Equal([4], output.Lengths);
    }

    [Fact]
    public void BufferedOutput_BufferFull_Flushes()
    {
        Assert.Equal(Errno.Success, _guest.Write(1, "and more", out _));
        Assert.Equal("", _output.ToString());
        Assert.Equal(Errno.Success, _guest.Write(1, "than fits", out uint count));
        Assert.Equal(9u, count);
        Assert.Equal("held and more", _output.ToString());
        Assert.Equal(Errno.Success, _guest.Write(1, "longer than all the room", out _));
        Assert.Equal("held and morethan fitslonger than all the room", _output.ToString());
    }

    [Fact]
    public void BufferedOutput_ProcExit_Flushes()
    {
        Assert.Throws<WasiExitException>(() => _guest.Call("proc_exit", 3));
        _guest.Process.Dispose();
        Assert.Equal("held ", _output.ToString());
    }

    [Fact]
    public void BufferedOutput_Cancelled_Flushes()
    {
        using CancellationTokenSource cancellation = new();
        using StringWriter output = new();
        using (TestGuest guest = Start(WasiOutput.ToText(output).Buffered(), cancellation))
        {
            Assert.Equal(Errno.Success, guest.Write(1, "last words", out _));
            cancellation.Cancel();
            Assert.Throws<OperationCanceledException>(() => guest.Call("sched_yield"));
        }

        Assert.Equal("last words", output.ToString());
    }

    [Fact]
    public void BufferedOutput_CallOnAnotherDescriptor_DoesNotFlush()
    {
        Assert.Equal(Errno.Success, _guest.Open(3, "file", Oflags.Creat, Rights.FdRead | Rights.FdWrite, out uint fd));
        Assert.Equal(Errno.Success, _guest.Write(fd, "elsewhere", out _));
        Assert.Equal(Errno.Success, _guest.Call("fd_sync", fd));
        Assert.Equal(Errno.Success, _guest.Read(fd, 4, out _));
        Assert.Equal(Errno.Success, _guest.Write(2, "error", out _));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void BufferedOutput_FlushFails_SyncIsIo()
    {
        using TestGuest guest = Start(WasiOutput.ToStream(new FullStream()).Buffered());
        Assert.Equal(Errno.Success, guest.Write(1, "lost", out _));
        Assert.Equal(Errno.Io, guest.Call("fd_sync", 1));
        Assert.Equal(Errno.Success, guest.Call("fd_close", 1));
    }

    private static TestGuest Start(WasiOutput output, CancellationTokenSource? cancellation = null) => new(
        new WasiOptions { Output = output, Mounts = [new("/", WasiDirectory.CreateInMemory())] },
        cancellation?.Token ?? default);

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The test stream is full.");
    }

    /// <summary>Records the length of each write.</summary>
    private sealed class RecordingStream : MemoryStream
    {
        internal List<int> Lengths { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Lengths.Add(buffer.Length);
            base.Write(buffer);
        }
    }
}
