using System.Net;
using System.Net.Sockets;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>
/// A datagram socket that was bound implicitly by a send receives only from its destinations, unless an inbound rule allows more.
/// </summary>
public sealed class DatagramPeersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ImplicitBind_NoInboundRule_ReceivesFromDestinationsOnly(bool polls)
    {
        using NetworkUser user = new(WasiNetwork.Host(WasiNetworkRule.Outbound("127.0.0.1")));
        using Peer server = new();
        using Peer stranger = new();
        OpenFileDescription file = user.Open(SockType.SocketDgram, flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Success, user.Send(file, "question", server.EndPoint));
        IPEndPoint guest = server.Receive("question");

        stranger.Send("intrusion", guest);
        stranger.Send("", guest);
        if (polls)
        {
            Assert.Equal(PollEvents.None, GetReadiness(user, file));
        }

        Assert.Equal(Errno.Again, user.TryReceive(file, 64, 0, out string nothing, out _));
        Assert.Equal("", nothing);
        stranger.Send("intrusion", guest);
        server.Send("answer", guest);
        if (polls)
        {
            Assert.Equal(PollEvents.Readable, GetReadiness(user, file));
        }

        Assert.Equal(Errno.Success, user.TryReceive(file, 64, Riflags.RecvPeek, out string text, out _));
        Assert.Equal("answer", text);
        Assert.Equal(Errno.Success, user.TryReceive(file, 64, 0, out text, out ReceiveResult received));
        Assert.Equal(("answer", (EndPoint)server.EndPoint), (text, received.Sender));
        Assert.Equal(Errno.Again, user.TryReceive(file, 64, 0, out _, out _));

        // The stranger becomes a peer when the guest sends to it.
        Assert.Equal(Errno.Success, user.Send(file, "hello", stranger.EndPoint));
        _ = stranger.Receive("hello");
        stranger.Send("welcome", guest);
        Assert.Equal("welcome", user.Receive(file));
        file.Release();
    }

    [Fact]
    public void ImplicitBind_WithAnInboundRule_ReceivesFromAnyone()
    {
        using NetworkUser user = new(WasiNetwork.Host(WasiNetworkRule.Outbound("127.0.0.1"), WasiNetworkRule.Inbound("*")));
        using Peer server = new();
        using Peer stranger = new();
        OpenFileDescription file = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, user.Send(file, "question", server.EndPoint));
        stranger.Send("welcome", server.Receive("question"));
        Assert.Equal("welcome", user.Receive(file));
        file.Release();
    }

    [Fact]
    public void ImplicitBind_IPv6Socket_ReceivesFromItsDestinations()
    {
        using NetworkUser user = new(WasiNetwork.Host(WasiNetworkRule.Outbound("::1")));
        using Peer server = new(IPAddress.IPv6Loopback);
        using Peer stranger = new(IPAddress.IPv6Loopback);
        OpenFileDescription file = user.Open(SockType.SocketDgram, WasiTypes.AddressFamily.Inet6, Fdflags.Nonblock);
        Assert.Equal(Errno.Success, user.Send(file, "question", server.EndPoint));
        IPEndPoint guest = server.Receive("question");
        stranger.Send("intrusion", guest);
        server.Send("answer", guest);
        Assert.Equal("answer", user.Receive(file));
        Assert.Equal(Errno.Again, user.TryReceive(file, 64, 0, out _, out _));
        file.Release();
    }

    [Fact]
    public void DatagramPeers_Many_AreLimitedAndCharged()
    {
        ResourceLedger ledger = new(1 << 20);
        DatagramPeers peers = new(ledger);
        for (int port = 1; port <= 5000; port++)
        {
            Assert.True(peers.TryAdd(new IPEndPoint(IPAddress.Loopback, port)));
            Assert.True(peers.TryAdd(new IPEndPoint(IPAddress.Loopback, port)));
        }

        long charged = ledger.Charged;
        Assert.InRange(charged, DatagramPeers.MaxCount * 64, 1 << 20);
        Assert.False(peers.Contains(new IPEndPoint(IPAddress.Loopback, 5000 - DatagramPeers.MaxCount)));
        Assert.True(peers.Contains(new IPEndPoint(IPAddress.Loopback, 5001 - DatagramPeers.MaxCount)));
        peers.Dispose();
        Assert.Equal(0, ledger.Charged);
        Assert.False(new DatagramPeers(new ResourceLedger(10)).TryAdd(new IPEndPoint(IPAddress.Loopback, 1)));
    }

    [Fact]
    public void DatagramSend_NoMemoryForThePeer_IsNobufs()
    {
        using NetworkUser user = new(WasiNetwork.Host(WasiNetworkRule.Outbound("127.0.0.1"))) { Ledger = new ResourceLedger(10) };
        using Peer server = new();
        OpenFileDescription file = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Nobufs, user.Send(file, "question", server.EndPoint));
        file.Release();
    }

    private static PollEvents GetReadiness(NetworkUser user, OpenFileDescription file)
    {
        // A host descriptor has no readiness before the first wait on it.
        Errno error = user.Waiter.WaitUntilReady(file, PollEvents.Readable, deadline: 0);
        return error == Errno.Success ? PollEvents.Readable : PollEvents.None;
    }

    /// <summary>A UDP socket of the host, outside the sandbox.</summary>
    private sealed class Peer : System.IDisposable
    {
        private readonly Socket _socket;

        internal Peer(IPAddress? address = null)
        {
            address ??= IPAddress.Loopback;
            _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
            _socket.Bind(new IPEndPoint(address, 0));
        }

        internal IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

        public void Dispose() => _socket.Dispose();

        internal void Send(string text, IPEndPoint to) => _socket.SendTo(System.Text.Encoding.UTF8.GetBytes(text), to);

        /// <summary>Receives a text and returns its sender.</summary>
        internal IPEndPoint Receive(string expected)
        {
            byte[] buffer = new byte[64];
            EndPoint sender = EndPoint;
            int length = _socket.ReceiveFrom(buffer, ref sender);
            Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(buffer, 0, length));
            return (IPEndPoint)sender;
        }
    }
}
