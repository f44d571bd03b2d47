using System;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>A guest thread with a network, which opens and uses sockets like the system calls do.</summary>
internal sealed class NetworkUser : IDisposable
{
    private readonly ProcessShutdown _shutdown = new(cancellable: true);

    internal NetworkUser(Network network) => (Network, Waiter) = (network, new Waiter(_shutdown, new WasiClock(TimeProvider.System)));

    internal NetworkUser(WasiNetwork network)
        : this(network.Open(NullLogger.Instance).Current)
    {
    }

    internal Network Network { get; }

    internal Waiter Waiter { get; }

    /// <summary>The ledger that the sockets are charged to.</summary>
    internal ResourceLedger Ledger { get; init; } = new(256 << 20);

    /// <summary>Creates a user of the network that a test names: "virtual" or "host".</summary>
    internal static NetworkUser Create(string network) =>
        new(network == "virtual" ? WasiNetwork.Virtual() : WasiNetwork.Host(WasiNetworkRule.Outbound("*"), WasiNetworkRule.Inbound("*")));

    /// <summary>Creates another thread of the same process.</summary>
    internal NetworkUser CreateThread() => new(Network);

    internal void Cancel() => _shutdown.Cancel(new(canceled: true));

    internal OpenFileDescription Open(SockType type = SockType.SocketStream, AddressFamily family = AddressFamily.Inet4, Fdflags flags = 0)
    {
        Assert.Equal(Errno.Success, SocketKind.From(family, type, SockProto.Ip, out SocketKind kind));
        Assert.Equal(Errno.Success, Network.Open(kind, Ledger, out SocketHandle? handle));
        SockStatus status = kind.IsStream ? SockStatus.Opening : SockStatus.Opened;
        return new OpenFileDescription(new SocketInode(handle!, Network, status), flags: flags);
    }

    internal OpenFileDescription Listen(IPAddress? address = null, uint backlog = 16, Fdflags flags = 0)
    {
        address ??= IPAddress.Loopback;
        bool isV4 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        OpenFileDescription file = Open(family: isV4 ? AddressFamily.Inet4 : AddressFamily.Inet6, flags: flags);
        Assert.Equal(Errno.Success, file.Socket.Bind(new IPEndPoint(address, 0)));
        Assert.Equal(Errno.Success, file.Socket.Listen(backlog));
        return file;
    }

    /// <summary>Opens a connection and returns both ends.</summary>
    internal (OpenFileDescription Client, OpenFileDescription Server) Connect(Fdflags flags = 0)
    {
        OpenFileDescription listener = Listen();
        OpenFileDescription client = Open(flags: flags);
        Errno error = client.Socket.Connect(client, listener.Socket.Local, Waiter);
        Assert.Equal(Errno.Success, error == Errno.Inprogress ? Errno.Success : error);
        OpenFileDescription server = Accept(listener, flags);
        listener.Release();
        return (client, server);
    }

    internal OpenFileDescription Accept(OpenFileDescription listener, Fdflags flags = 0)
    {
        Assert.Equal(Errno.Success, listener.Socket.Accept(listener, Waiter, out SocketInode? connection, out _));
        return new OpenFileDescription(connection!, flags: flags);
    }

    internal Errno Send(OpenFileDescription file, string text, EndPoint? destination = null) =>
        Send(file, Encoding.UTF8.GetBytes(text), destination, out _);

    internal Errno Send(OpenFileDescription file, byte[] bytes, EndPoint? destination, out uint count) =>
        file.Socket.Send(file, Split(bytes), 0, destination, Waiter, out count);

    internal string Receive(OpenFileDescription file, int capacity = 64, Riflags flags = 0)
    {
        Assert.Equal(Errno.Success, TryReceive(file, capacity, flags, out string text, out _));
        return text;
    }

    internal Errno TryReceive(OpenFileDescription file, int capacity, Riflags flags, out string text, out ReceiveResult received)
    {
        byte[] bytes = new byte[capacity];
        Errno error = file.Socket.Receive(file, Split(bytes), flags, wantsSender: true, Waiter, out received);
        text = Encoding.UTF8.GetString(bytes, 0, (int)received.Count);
        return error;
    }

    public void Dispose() => Waiter.Dispose();

    /// <summary>Splits a buffer into three vectors, one of which is empty.</summary>
    private static IoVectors Split(byte[] bytes)
    {
        ulong half = (ulong)bytes.Length / 2;
        return new(new GuestMemory(bytes), new IoVector[] { new(0, half), new(0, 0), new(half, (ulong)bytes.Length - half) });
    }
}
