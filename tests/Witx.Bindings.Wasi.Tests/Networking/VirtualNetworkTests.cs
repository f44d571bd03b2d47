using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Virtual;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Xunit;
using AddressFamily = Witx.Bindings.Wasi.WasiTypes.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>The virtual network: a network inside the .NET process, for guests and embedders.</summary>
public sealed class VirtualNetworkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmbedderConnect_BeforeTheGuestListens_WaitsForIt()
    {
        WasiVirtualNetwork network = new();
        using NetworkUser guest = new(WasiNetwork.Virtual(network));
        OpenFileDescription listener = guest.Open();
        Assert.Equal(Errno.Success, listener.Socket.Bind(new IPEndPoint(IPAddress.Any, 8080)));
        Task<Stream> connecting = network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 8080), Cancellation).AsTask();
        Assert.False(connecting.IsCompleted);
        Assert.Equal(Errno.Success, listener.Socket.Listen(1));
        using Stream stream = await connecting;
        OpenFileDescription server = guest.Accept(listener);
        await stream.WriteAsync("question"u8.ToArray(), Cancellation);
        Assert.Equal("question", guest.Receive(server));
        Assert.Equal(Errno.Success, guest.Send(server, "answer"));
        byte[] reply = new byte[6];
        await stream.ReadExactlyAsync(reply, Cancellation);
        Assert.Equal("answer"u8, reply);
        server.Release();
        Assert.Equal(0, await stream.ReadAsync(reply, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(reply, Cancellation).AsTask());
    }

    [Fact]
    public async Task EmbedderListener_ForAResolvedName_ReceivesGuestConnections()
    {
        WasiVirtualNetwork network = new(new Dictionary<string, IPAddress[]> { ["example.org"] = [IPAddress.Parse("198.51.100.7")] });
        using WasiVirtualListener listener = network.Listen(new IPEndPoint(IPAddress.Parse("198.51.100.7"), 80));
        Assert.Throws<SocketException>(() => network.Listen(listener.LocalEndPoint));
        using NetworkUser guest = new(WasiNetwork.Virtual(network));
        Assert.Equal(Errno.Success, guest.Network.Resolve("example.org", guest.Waiter, out IPAddress[] addresses));
        Assert.Equal(Errno.Noent, guest.Network.Resolve("example.net", guest.Waiter, out _));
        OpenFileDescription client = guest.Open();
        Assert.Equal(Errno.Success, client.Socket.Connect(client, new IPEndPoint(addresses[0], 80), guest.Waiter));
        using StreamReader reader = new(await listener.AcceptAsync(Cancellation));
        Assert.Equal(Errno.Success, guest.Send(client, "hello\n"));
        Assert.Equal("hello", await reader.ReadLineAsync(Cancellation));
        client.Release();
        Assert.Null(await reader.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task VirtualListener_Closed_RefusesWaitingConnections()
    {
        WasiVirtualNetwork network = new();
        WasiVirtualListener listener = network.Listen(new IPEndPoint(IPAddress.Loopback, 0), backlog: 1);
        using NetworkUser guest = new(WasiNetwork.Virtual(network));
        OpenFileDescription first = guest.Open();
        OpenFileDescription second = guest.Open();
        Assert.Equal(Errno.Success, first.Socket.Connect(first, listener.LocalEndPoint, guest.Waiter));
        using NetworkUser other = new(WasiNetwork.Virtual(network));
        Task<Errno> waiting = Task.Run(() => second.Socket.Connect(second, listener.LocalEndPoint, other.Waiter), Cancellation);
        OpenFileDescription third = guest.Open(flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Inprogress, third.Socket.Connect(third, listener.LocalEndPoint, guest.Waiter));
        Assert.Equal(Errno.Again, guest.Waiter.WaitUntilReady(third, PollEvents.Writable, 0));
        listener.Dispose();
        Assert.Equal(Errno.Connrefused, await waiting);
        Assert.Equal(Errno.Success, guest.Waiter.WaitUntilReady(third, PollEvents.Writable));
        Assert.Equal((Errno.Success, (long)Errno.Connrefused), (third.Socket.GetOption(SockOption.LastError, out long error), error));
        Assert.Equal("", guest.Receive(first));
        await Assert.ThrowsAsync<SocketException>(() => listener.AcceptAsync(Cancellation).AsTask());
        Assert.Equal(Errno.Connrefused, second.Socket.Connect(second, listener.LocalEndPoint, guest.Waiter));
    }

    [Fact]
    public void VirtualNetwork_TenThousandConnectionsAtOnce_Work()
    {
        const int Many = 10_000;
        using NetworkUser user = new(WasiNetwork.Virtual());
        OpenFileDescription listener = user.Listen(backlog: 16);
        List<(OpenFileDescription Client, OpenFileDescription Server)> connections = [];
        for (int i = 0; i < Many; i++)
        {
            OpenFileDescription client = user.Open();
            Assert.Equal(Errno.Success, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
            connections.Add((client, user.Accept(listener)));
        }

        foreach ((OpenFileDescription client, _) in connections)
        {
            Assert.Equal(Errno.Success, user.Send(client, "hello"));
        }

        foreach ((OpenFileDescription client, OpenFileDescription server) in connections)
        {
            Assert.Equal("hello", user.Receive(server));
            client.Release();
            Assert.Equal("", user.Receive(server));
            server.Release();
        }

        listener.Release();
    }

    [Fact]
    public async Task VirtualListener_BacklogFull_AcceptsWaitingConnectionsInOrder()
    {
        WasiVirtualNetwork network = new();
        using WasiVirtualListener listener = network.Listen(new IPEndPoint(IPAddress.Loopback, 0), backlog: 1);
        using NetworkUser guest = new(WasiNetwork.Virtual(network));
        using NetworkUser other = new(WasiNetwork.Virtual(network));
        OpenFileDescription first = guest.Open();
        OpenFileDescription second = guest.Open();
        OpenFileDescription late = guest.Open();
        Assert.Equal(Errno.Success, late.Socket.SetTime(SockOption.ConnectTimeout, 1));
        Assert.Equal(Errno.Success, first.Socket.Connect(first, listener.LocalEndPoint, guest.Waiter));
        Assert.Equal(Errno.Timedout, late.Socket.Connect(late, listener.LocalEndPoint, guest.Waiter));
        late.Release();
        Task<Errno> waiting = Task.Run(() => second.Socket.Connect(second, listener.LocalEndPoint, other.Waiter), Cancellation);
        using Stream one = await listener.AcceptAsync(Cancellation);
        using Stream two = await listener.AcceptAsync(Cancellation);
        Assert.Equal(Errno.Success, await waiting);
        Assert.Equal(Errno.Success, guest.Send(second, "second"));
        byte[] received = new byte[6];
        await two.ReadExactlyAsync(received, Cancellation);
        Assert.Equal("second"u8, received);
    }

    [Fact]
    public void VirtualNetwork_SharedOrNot_ConnectsOnlyItsProcesses()
    {
        WasiVirtualNetwork network = new();
        using NetworkUser server = new(WasiNetwork.Virtual(network));
        using NetworkUser client = new(WasiNetwork.Virtual(network));
        using NetworkUser stranger = new(WasiNetwork.Virtual());
        OpenFileDescription listener = server.Listen();
        OpenFileDescription socket = client.Open();
        Assert.Equal(Errno.Success, socket.Socket.Connect(socket, listener.Socket.Local, client.Waiter));
        socket = stranger.Open();
        Assert.Equal(Errno.Connrefused, socket.Socket.Connect(socket, listener.Socket.Local, stranger.Waiter));
    }

    [Fact]
    public void VirtualNetworkPort_ChangedByTheGuest_RoutesAndResolves()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        NetworkPort port = user.Network.Port;
        NetworkAddress own = new(IPAddress.Parse("192.0.2.5"), 24);
        IPEndPoint endPoint = new(own.Address, 80);
        OpenFileDescription stream = user.Open();
        Assert.Equal(Errno.Addrnotavail, stream.Socket.Bind(endPoint));
        Assert.Equal(Errno.Netunreach, stream.Socket.Connect(stream, endPoint, user.Waiter));
        Assert.Equal(Errno.Success, port.Add(own));
        Assert.Equal(Errno.Success, port.Add(own));
        Assert.Equal(Errno.Success, port.ListAddresses(out IReadOnlyList<NetworkAddress> addresses));
        Assert.Equal([own], addresses);
        Assert.Equal(Errno.Connrefused, stream.Socket.Connect(stream, endPoint, user.Waiter));
        Assert.Equal(Errno.Hostunreach, stream.Socket.Connect(stream, new IPEndPoint(IPAddress.Parse("192.0.2.6"), 80), user.Waiter));
        Assert.Equal(Errno.Success, stream.Socket.Bind(endPoint));
        Assert.Equal(Errno.Inval, port.Add(own with { Prefix = 33 }));
        Assert.Equal(Errno.Success, port.RemoveAddress(own.Address));
        Assert.Equal(Errno.Inval, port.RemoveAddress(own.Address));
        Assert.Equal(Errno.Success, port.AcquireAddresses());
        Assert.Equal(Errno.Success, port.ListRoutes(out IReadOnlyList<NetworkRoute> routes));
        Assert.Equal(0, Assert.Single(routes).Network.Prefix);
        OpenFileDescription other = user.Open();
        Assert.Equal(Errno.Hostunreach, other.Socket.Connect(other, new IPEndPoint(IPAddress.Parse("8.8.8.8"), 53), user.Waiter));
        Assert.Equal(Errno.Success, port.Add(new NetworkRoute(own, IPAddress.Parse("192.0.2.1"))));
        Assert.Equal(Errno.Inval, port.Add(new NetworkRoute(own, IPAddress.IPv6Loopback)));
        Assert.Equal(Errno.Success, port.RemoveRoute(own.Address));
        Assert.Equal(Errno.Inval, port.RemoveRoute(own.Address));
        Assert.Equal(Errno.Success, port.ClearRoutes());
        Assert.Equal(Errno.Success, port.ClearAddresses());
        Assert.Equal(Errno.Netunreach, other.Socket.Connect(other, new IPEndPoint(IPAddress.Parse("8.8.8.8"), 53), user.Waiter));
        Assert.Equal(Errno.Success, port.GetHardwareAddress(out System.Net.NetworkInformation.PhysicalAddress hardware));
        Assert.Equal(6, hardware.GetAddressBytes().Length);
    }

    [Fact]
    public void VirtualPort_TooManyAddresses_IsNobufs()
    {
        NetworkPort port = WasiNetwork.Virtual().Open(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Current.Port;
        for (int i = 0; i < VirtualNetworkPort.MaxCount; i++)
        {
            Assert.Equal(Errno.Success, port.Add(new NetworkAddress(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]), 32)));
        }

        Assert.Equal(Errno.Nobufs, port.Add(new NetworkAddress(IPAddress.Parse("10.1.0.0"), 32)));
    }

    [Fact]
    public void VirtualListener_DualStack_AcceptsIPv4()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        OpenFileDescription listener = user.Open(family: AddressFamily.Inet6);
        Assert.Equal(Errno.Success, listener.Socket.SetOption(SockOption.OnlyV6, 0));
        Assert.Equal(Errno.Success, listener.Socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 80)));
        Assert.Equal(Errno.Success, listener.Socket.Listen(4));
        OpenFileDescription client = user.Open();
        Assert.Equal(Errno.Success, client.Socket.Connect(client, new IPEndPoint(IPAddress.Loopback, 80), user.Waiter));
    }

    [Fact]
    public void VirtualNetwork_UnixSocketName_IsNotAHostFile()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        UnixEndPoint name = new(Encoding.UTF8.GetBytes("/run/service"));
        OpenFileDescription listener = user.Open(family: AddressFamily.Unix);
        Assert.Equal(Errno.Success, listener.Socket.Bind(name));
        Assert.Equal(Errno.Success, listener.Socket.Listen(4));
        Assert.Equal(Errno.Addrinuse, user.Open(family: AddressFamily.Unix).Socket.Bind(new UnixEndPoint(name.Bytes)));
        OpenFileDescription client = user.Open(family: AddressFamily.Unix);
        Assert.Equal(Errno.Connrefused, client.Socket.Connect(client, new UnixEndPoint("other"u8.ToArray()), user.Waiter));
        Assert.Equal(Errno.Success, client.Socket.Connect(client, name, user.Waiter));
        OpenFileDescription server = user.Accept(listener);
        Assert.Equal(Errno.Success, user.Send(client, "unix"));
        Assert.Equal("unix", user.Receive(server));
        Assert.False(File.Exists("/run/service"));
    }

    [Fact]
    public void VirtualNetwork_MulticastGroup_ReachesItsMembers()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        IPAddress group = IPAddress.Parse("239.1.2.3");
        OpenFileDescription member = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, member.Socket.Bind(new IPEndPoint(IPAddress.Any, 5000)));
        OpenFileDescription sender = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, user.Send(sender, "missed", new IPEndPoint(group, 5000)));
        Assert.Equal(Errno.Success, member.Socket.ChangeMembership(group, IPAddress.Any, 0, joins: true));
        Assert.Equal(Errno.Addrinuse, member.Socket.ChangeMembership(group, IPAddress.Any, 0, joins: true));
        Assert.Equal(Errno.Success, user.Send(sender, "group", new IPEndPoint(group, 5000)));
        Assert.Equal("group", user.Receive(member));
        Assert.Equal(Errno.Success, member.Socket.ChangeMembership(group, IPAddress.Any, 0, joins: false));
        Assert.Equal(Errno.Addrnotavail, member.Socket.ChangeMembership(group, IPAddress.Any, 0, joins: false));
        Assert.Equal(Errno.Inval, member.Socket.ChangeMembership(IPAddress.Loopback, IPAddress.Any, 0, joins: true));
        Assert.Equal(Errno.Inval, member.Socket.ChangeMembership(IPAddress.Parse("ff02::1"), IPAddress.Any, 0, joins: true));
        Assert.Equal(Errno.Acces, user.Send(sender, "all", new IPEndPoint(IPAddress.Broadcast, 5000)));
        Assert.Equal(Errno.Success, sender.Socket.SetOption(SockOption.Broadcast, 1));
        Assert.Equal(Errno.Success, user.Send(sender, "all", new IPEndPoint(IPAddress.Broadcast, 5000)));
        Assert.Equal("all", user.Receive(member));
    }

    [Fact]
    public void VirtualDatagrams_ReceiverFull_DropsDatagrams()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        OpenFileDescription receiver = user.Open(SockType.SocketDgram, flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Success, receiver.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        OpenFileDescription sender = user.Open(SockType.SocketDgram);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(Errno.Success, user.Send(sender, "", receiver.Socket.Local));
        }

        int count = 0;
        while (user.TryReceive(receiver, 1, 0, out _, out _) == Errno.Success)
        {
            count++;
        }

        Assert.InRange(count, 1, 5000);
    }

    [Fact]
    public void VirtualNetwork_EphemeralPortsUsedUp_AreReusedAfterClose()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        List<OpenFileDescription> files = [];
        Errno error;
        do
        {
            OpenFileDescription file = user.Open(SockType.SocketDgram);
            error = file.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            files.Add(file);
        }
        while (error == Errno.Success);

        Assert.Equal(Errno.Addrinuse, error);
        Assert.Equal(65536 - 49152 + 1, files.Count);
        files[0].Release();
        Assert.Equal(Errno.Success, user.Open(SockType.SocketDgram).Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
    }

    [Fact]
    public void VirtualNetwork_TenThousandConnectionsInSequence_Work()
    {
        using NetworkUser user = new(WasiNetwork.Virtual());
        OpenFileDescription listener = user.Listen();
        for (int i = 0; i < 10_000; i++)
        {
            OpenFileDescription client = user.Open();
            Assert.Equal(Errno.Success, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
            OpenFileDescription server = user.Accept(listener);
            Assert.Equal(Errno.Success, user.Send(client, "x"));
            client.Release();
            Assert.Equal("x", user.Receive(server));
            Assert.Equal("", user.Receive(server));
            server.Release();
        }
    }
}
