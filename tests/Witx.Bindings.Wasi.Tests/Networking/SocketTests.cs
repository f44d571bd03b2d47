using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Processes;
using Xunit;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.Networking;

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
    public void NoConnection_IsAgainForWhoDoesNotWait()
    {
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_set_flags", 3, (ulong)Fdflags.Nonblock));
        Assert.Equal(Errno.Again, _guest.Call("sock_accept", 3, 0, 0x200));
        Assert.Equal(Errno.Inval, _guest.Call("sock_accept", 3, (ulong)Fdflags.Append, 0x200));
    }

    [Fact]
    public async Task Accept_WaitsForAConnection()
    {
        Task<Errno> accepting = Task.Run(() => _guest.Call("sock_accept", 3, 0, 0x200));
        await _peer.ConnectAsync(_listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        Assert.Equal(Errno.Success, await accepting);
        Assert.Equal(4u, _guest.UInt32(0x200));
        Assert.Equal(Errno.Success, _guest.Call("fd_fdstat_get", 4, 0x400));
        Assert.Equal((byte)Filetype.SocketStream, _guest.Memory[0x400]);
    }

    [Fact]
    public async Task Data_GoesBothWays()
    {
        await Connect();
        Assert.Equal(Errno.Success, _guest.Write(4, "hello", out uint count));
        Assert.Equal(5u, count);
        byte[] received = new byte[5];
        await _peer.ReceiveAsync(received, TestContext.Current.CancellationToken);
        Assert.Equal("hello"u8, received);

        await _peer.SendAsync("greetings"u8.ToArray(), TestContext.Current.CancellationToken);
        _guest.Vectors(0x2000, 5);
        Assert.Equal(Errno.Success, _guest.Call("sock_recv", 4, 0x100, 1, (ulong)Riflags.RecvPeek, 0x200, 0x204));
        Assert.Equal("greet", _guest.Text(0x2000, (int)_guest.UInt32(0x200)));
        _guest.Vectors(0x2000, 5, 0x3000, 4);
        Assert.Equal(Errno.Success, _guest.Call("sock_recv", 4, 0x100, 2, (ulong)Riflags.RecvWaitall, 0x200, 0x204));
        Assert.Equal(9u, _guest.UInt32(0x200));
        Assert.Equal("greetings", _guest.Text(0x2000, 5) + _guest.Text(0x3000, 4));
    }

    [Fact]
    public async Task WaitAll_WaitsForTheRest()
    {
        await Connect();
        _guest.Vectors(0x2000, 4, 0x2004, 4);
        Task<Errno> receiving = Task.Run(() => _guest.Call("sock_recv", 4, 0x100, 2, (ulong)Riflags.RecvWaitall, 0x200, 0x204));
        foreach (byte part in "12345678"u8.ToArray())
        {
            await _peer.SendAsync(new[] { part }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Errno.Success, await receiving);
        Assert.Equal("12345678", _guest.Text(0x2000, (int)_guest.UInt32(0x200)));
    }

    [Fact]
    public async Task EndOfTheOtherSide_IsTheEnd()
    {
        await Connect();
        _peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(Errno.Success, _guest.Read(4, 8, out string text));
        Assert.Equal("", text);
    }

    [Fact]
    public async Task Shutdown_NamesADirection()
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
    public void Datagram_IsCutWhereThereIsNoRoom()
    {
        using Socket receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        sender.SendTo("datagram"u8, receiver.LocalEndPoint!);
        sender.SendTo("next"u8, receiver.LocalEndPoint!);
        using TestGuest guest = new(new WasiOptions { Descriptors = [WasiDescriptor.Socket(receiver)] });
        guest.Vectors(0x2000, 2, 0x3000, 2);
        Assert.Equal(Errno.Success, guest.Call("sock_recv", 3, 0x100, 2, 0, 0x200, 0x204));
        Assert.Equal((4u, (ushort)Roflags.RecvDataTruncated), (guest.UInt32(0x200), (ushort)guest.UInt32(0x204)));
        Assert.Equal("data", guest.Text(0x2000, 2) + guest.Text(0x3000, 2));
        Assert.Equal(Errno.Success, guest.Call("sock_recv", 3, 0x100, 2, 0, 0x200, 0x204));
        Assert.Equal("next", guest.Text(0x2000, 2) + guest.Text(0x3000, 2));
    }

    [Fact]
    public void DatagramOfAUnixSocketThatWasHandedIn_HasNoSender()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no datagram sockets of the Unix family.");
        using ScratchDirectory scratch = new();
        using Socket receiver = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        using Socket sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(new UnixDomainSocketEndPoint(scratch["socket"]));
        sender.Connect(receiver.LocalEndPoint!);
        sender.Send("datagram"u8);
        using TestGuest guest = new(new WasiOptions { Descriptors = [WasiDescriptor.Socket(receiver)] }, Personality.Wasix);
        guest.Vectors(0x2000, 4, 0x3000, 8);
        guest.Memory[0x400] = 9;
        Assert.Equal(Errno.Success, guest.Call("sock_recv_from", 3, 0x100, 2, 0, 0x200, 0x204, 0x400));
        Assert.Equal(("datagram", 8u, 0), (guest.Text(0x2000, 4) + guest.Text(0x3000, 4), guest.UInt32(0x200), guest.Memory[0x400]));
    }

    private async Task Connect()
    {
        await _peer.ConnectAsync(_listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        Assert.Equal(Errno.Success, _guest.Call("sock_accept", 3, 0, 0x200));
    }
}
