using System;
using System.Collections.Generic;
using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Buffered bytes of virtual sockets are charged to the receiving process, and released with the socket.</summary>
public sealed class SocketLedgerTests
{
    private const int Limit = 1 << 20;

    [Fact]
    public void ListenQueue_BeyondMaxHostMemory_RefusesConnections()
    {
        WasiVirtualNetwork shared = new();
        using NetworkUser server = new(WasiNetwork.Virtual(shared)) { Ledger = new ResourceLedger(Limit) };
        using NetworkUser client = new(WasiNetwork.Virtual(shared));
        OpenFileDescription listener = server.Listen(backlog: 4096);
        List<OpenFileDescription> clients = [];
        Errno error = Errno.Success;
        byte[] data = new byte[Pipe.Capacity];
        int queued = 0;
        while (error == Errno.Success && clients.Count < 1000)
        {
            OpenFileDescription file = client.Open();
            error = file.Socket.Connect(file, listener.Socket.Local, client.Waiter);
            if (error == Errno.Success)
            {
                // Bytes that do not fit stay unsent, as on any full connection.
                Assert.Equal(Errno.Success, client.Send(file, data, null, out uint sent));
                queued += (int)sent;
            }

            clients.Add(file);
        }

        Assert.Equal(Errno.Nobufs, error);
        Assert.InRange(clients.Count, Limit / Pipe.Capacity, Limit / Pipe.AtomicLength);
        Assert.InRange(server.Ledger.Charged, Limit - Pipe.AtomicLength, Limit);
        Assert.InRange(queued, Limit - Pipe.Capacity, Limit);

        // The connections still work, and release their memory when they are closed.
        OpenFileDescription connection = server.Accept(listener);
        Assert.Equal(64, server.Receive(connection).Length);
        connection.Release();
        Assert.InRange(server.Ledger.Charged, Limit - Pipe.Capacity - Pipe.AtomicLength, Limit - Pipe.Capacity);
        clients.ForEach(static file => file.Release());
        listener.Release();
        Assert.Equal((0, 0), (server.Ledger.Charged, client.Ledger.Charged));
    }

    /// <summary>A pipe without memory to grow has less capacity, but readiness stays correct and no byte is lost.</summary>
    [Fact]
    public void Pipe_NoMemoryToGrow_StaysConsistent()
    {
        ResourceLedger ledger = new(Pipe.AtomicLength * 3);
        Assert.True(Pipe.TryCreate(ledger, out Pipe? pipe));
        byte[] sent = new byte[100_000];
        new Random(7).NextBytes(sent);
        List<byte> received = [];
        for (int offset = 0; offset < sent.Length;)
        {
            Assert.True(pipe.CanWrite);
            while (pipe.CanWrite && offset < sent.Length)
            {
                Assert.Equal(
                    Errno.Success, pipe.TryWrite(CreateVectors(sent.AsSpan(offset, Math.Min(3000, sent.Length - offset))), out uint count));
                offset += (int)count;
            }

            Assert.True(ledger.Charged <= ledger.Limit);
            byte[] buffer = new byte[Pipe.Capacity];
            Assert.Equal(Errno.Success, pipe.TryRead(CreateVectors(buffer), out uint read));
            received.AddRange(buffer.AsSpan(0, (int)read));
        }

        Assert.Equal(sent, received);
        Assert.Equal(Pipe.AtomicLength * 2, ledger.Charged);
        pipe.CloseReader();
        Assert.Equal(0, ledger.Charged);
    }

    private static IoVectors CreateVectors(Span<byte> bytes) => new(new GuestMemory(bytes), new IoVector[] { new(0, (ulong)bytes.Length) });

    [Fact]
    public void DatagramQueue_BeyondMaxHostMemory_DropsDatagrams()
    {
        const int MemoryLimit = 100_000;
        WasiVirtualNetwork shared = new();
        using NetworkUser receiver = new(WasiNetwork.Virtual(shared)) { Ledger = new ResourceLedger(MemoryLimit) };
        using NetworkUser sender = new(WasiNetwork.Virtual(shared));
        OpenFileDescription file = receiver.Open(SockType.SocketDgram, flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Success, file.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        OpenFileDescription from = sender.Open(SockType.SocketDgram);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(Errno.Success, sender.Send(from, new byte[1000], file.Socket.Local, out _));
            Assert.InRange(receiver.Ledger.Charged, 1000, MemoryLimit);
        }

        int received = 0;
        while (receiver.TryReceive(file, 1000, 0, out _, out _) == Errno.Success)
        {
            received++;
        }

        Assert.InRange(received, 40, 99);
        Assert.Equal(0, receiver.Ledger.Charged);
        Assert.Equal(Errno.Success, sender.Send(from, new byte[1000], file.Socket.Local, out _));
        Assert.InRange(receiver.Ledger.Charged, 1000, MemoryLimit);
        file.Release();
        from.Release();
        Assert.Equal((0, 0), (receiver.Ledger.Charged, sender.Ledger.Charged));
    }

    [Theory]
    [InlineData("fd_pipe", Errno.Nomem)]
    [InlineData("sock_pair", Errno.Nobufs)]
    public void PipesAndSocketPairs_BeyondMaxHostMemory_AreRefused(string function, Errno expected)
    {
        const int Limit = 64 << 10;
        using TestGuest guest = new(new WasiOptions { Limits = new WasiLimits { MaxHostMemory = Limit } }, Personality.Wasix);
        Errno error = Errno.Success;
        int pairs = 0;
        uint first = 0;
        for (; error == Errno.Success && pairs < 400; pairs++)
        {
            error = function == "fd_pipe"
                ? guest.Call("fd_pipe", 0x40, 0x44)
                : guest.Call("sock_pair", (ulong)AddressFamily.Unix, (ulong)SockType.SocketStream, 0, 0x40, 0x44);
            first = pairs == 0 ? guest.UInt32(0x40) : first;
        }

        Assert.Equal(expected, error);
        Assert.Equal((Limit / Pipe.AtomicLength / (function == "fd_pipe" ? 1 : 2)) + 1, pairs);
        for (uint fd = first; fd < guest.UInt32(0x44) + 1; fd++)
        {
            Assert.Equal(Errno.Success, guest.Call("fd_close", fd));
        }

        Assert.Equal(0, guest.Process.Ledger.Charged);
    }
}
