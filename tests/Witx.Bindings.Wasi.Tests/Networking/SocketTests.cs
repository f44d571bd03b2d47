using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Processes;
using Xunit;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Sockets that the embedder passes to the guest.</summary>
public sealed class SocketTests : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TestGuest _guest;

    public SocketTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _guest = new TestGuest(new WasiOptions { Descriptors = [WasiDescriptor.Socket(_listener)] });
    }

    public void Dispose()
    {
        _guest.Dispose();
        _peer.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void SockAccept_NonblockingWithoutAConnection_IsAgain()
    {
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_set_flags", 3, (ulong)Fdflags.Nonblock));
        Assert.Equal(Errno.Again, _guest.Call("sock_accept", 3, 0, ResultAt));
        Assert.Equal(Errno.Inval, _guest.Call("sock_accept", 3, (ulong)Fdflags.Append, ResultAt));
    }

    [Fact]
    public async Task SockAccept_NoConnectionYet_WaitsForOne()
    {
        Task<Errno> accepting = Task.Run(() => _guest.Call("sock_accept", 3, 0, ResultAt));
        await _peer.ConnectAsync(_listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        Assert.Equal(Errno.Success, await accepting);
        Assert.Equal(4u, _guest.UInt32(ResultAt));
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_get", 4, StatAt));
        Assert.Equal((byte)Filetype.SocketStream, _guest.Memory[StatAt]);
    }

    [Fact]
    public async Task AcceptedSocket_SendAndReceive_TransfersBothWays()
    {
        await Connect();
        Assert.Equal(Errno.Success, _guest.Write(4, "hello", out uint count));
        Assert.Equal(5u, count);
        byte[] received = new byte[5];
        await _peer.ReceiveAsync(received, TestContext.Current.CancellationToken);
        Assert.Equal("hello"u8, received);

        await _peer.SendAsync("greetings"u8.ToArray(), TestContext.Current.CancellationToken);
        _guest.Vectors(BufferAt, 5);
        Assert.Equal(Errno.Success, _guest.Call("sock_recv", 4, VectorsAt, 1, (ulong)Riflags.RecvPeek, ResultAt, SecondResultAt));
        Assert.Equal("greet", _guest.Text(BufferAt, (int)_guest.UInt32(ResultAt)));
        _guest.Vectors(BufferAt, 5, OtherBufferAt, 4);
        Assert.Equal(Errno.Success, _guest.Call("sock_recv", 4, VectorsAt, 2, (ulong)Riflags.RecvWaitall, ResultAt, SecondResultAt));
        Assert.Equal(9u, _guest.UInt32(ResultAt));
        Assert.Equal("greetings", _guest.Text(BufferAt, 5) + _guest.Text(OtherBufferAt, 4));
    }

    [Fact]
    public async Task SockRecv_WaitAll_WaitsForAllBytes()
    {
        await Connect();
        _guest.Vectors(BufferAt, 4, BufferAt + 4, 4);
        Task<Errno> receiving = Task.Run(() =>
            _guest.Call("sock_recv", 4, VectorsAt, 2, (ulong)Riflags.RecvWaitall, ResultAt, SecondResultAt));
        foreach (byte part in "12345678"u8.ToArray())
        {
            await _peer.SendAsync(new[] { part }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Errno.Success, await receiving);
        Assert.Equal("12345678", _guest.Text(BufferAt, (int)_guest.UInt32(ResultAt)));
    }

    [Fact]
    public async Task FdRead_PeerShutDown_ReportsTheEnd()
    {
        await Connect();
        _peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(Errno.Success, _guest.Read(4, 8, out string text));
        Assert.Equal("", text);
    }

    [Fact]
    public async Task SockShutdown_Direction_EndsSending()
    {
        await Connect();
        Assert.Equal(Errno.Inval, _guest.Call("sock_shutdown", 4, 0));
        Assert.Equal(Errno.Success, _guest.Call("sock_shutdown", 4, (ulong)Sdflags.Wr));
        Assert.Equal(0, await _peer.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(Errno.Pipe, _guest.Write(4, "more", out _));
        Assert.Equal(Errno.Badf, _guest.Call("sock_shutdown", 99, 1));
        Assert.Equal(Errno.Notsock, _guest.Call("sock_shutdown", 1, 1));
    }

    [Fact]
    public void SockRecv_DatagramLongerThanTheBuffer_IsTruncated()
    {
        using Socket receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        sender.SendTo("datagram"u8, receiver.LocalEndPoint!);
        sender.SendTo("next"u8, receiver.LocalEndPoint!);
        using TestGuest guest = new(new WasiOptions { Descriptors = [WasiDescriptor.Socket(receiver)] });
        guest.Vectors(BufferAt, 2, OtherBufferAt, 2);
        Assert.Equal(Errno.Success, guest.Call("sock_recv", 3, VectorsAt, 2, 0, ResultAt, SecondResultAt));
        Assert.Equal((4u, (ushort)Roflags.RecvDataTruncated), (guest.UInt32(ResultAt), (ushort)guest.UInt32(ResultAt + 4)));
        Assert.Equal("data", guest.Text(BufferAt, 2) + guest.Text(OtherBufferAt, 2));
        Assert.Equal(Errno.Success, guest.Call("sock_recv", 3, VectorsAt, 2, 0, ResultAt, SecondResultAt));
        Assert.Equal("next", guest.Text(BufferAt, 2) + guest.Text(OtherBufferAt, 2));
    }

    [Fact]
    public void SockRecvFrom_UnixDatagramSocket_HasNoSender()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no datagram sockets of the Unix family.");
        using ScratchDirectory scratch = new();
        using Socket receiver = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        using Socket sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(new UnixDomainSocketEndPoint(scratch["socket"]));
        sender.Connect(receiver.LocalEndPoint!);
        sender.Send("datagram"u8);
        using TestGuest guest = new(new WasiOptions { Descriptors = [WasiDescriptor.Socket(receiver)] }, Personality.Wasix);
        guest.Vectors(BufferAt, 4, OtherBufferAt, 8);
        guest.Memory[StatAt] = 9;
        Assert.Equal(Errno.Success, guest.Call("sock_recv_from", 3, VectorsAt, 2, 0, ResultAt, SecondResultAt, StatAt));
        Assert.Equal(
            ("datagram", 8u, 0),
            (guest.Text(BufferAt, 4) + guest.Text(OtherBufferAt, 4), guest.UInt32(ResultAt), guest.Memory[StatAt]));
    }

    private async Task Connect()
    {
        await _peer.ConnectAsync(_listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        Assert.Equal(Errno.Success, _guest.Call("sock_accept", 3, 0, ResultAt));
    }
}
