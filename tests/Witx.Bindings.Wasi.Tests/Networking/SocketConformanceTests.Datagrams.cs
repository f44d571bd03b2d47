using System;
using System.Net;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <content>Datagrams and multicast groups.</content>
public sealed partial class SocketConformanceTests
{
    [Theory]
    [MemberData(nameof(Networks))]
    public void Datagrams_SentAndReceived_KeepBoundariesAndSender(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription receiver = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, receiver.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        OpenFileDescription sender = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, user.Send(sender, "datagram", receiver.Socket.Local));
        Assert.Equal(Errno.Success, user.Send(sender, "", receiver.Socket.Local));
        Assert.Equal(Errno.Success, user.Send(sender, "next", receiver.Socket.Local));
        Assert.Equal(Errno.Success, user.TryReceive(receiver, 4, 0, out string text, out ReceiveResult received));
        Assert.Equal(("data", true), (text, received.IsTruncated));
        Assert.Equal(((IPEndPoint)sender.Socket.Local).Port, ((IPEndPoint)received.Sender!).Port);
        Assert.Equal("", user.Receive(receiver));
        Assert.Equal("next", user.Receive(receiver));
        Assert.Equal(Errno.Success, user.Send(receiver, "back", received.Sender));
        Assert.Equal("back", user.Receive(sender));
        Assert.Equal(Errno.Destaddrreq, user.Send(sender, "nowhere"));
        Assert.Equal(Errno.Msgsize, user.Send(sender, new byte[1 << 17], receiver.Socket.Local, out _));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ConnectedDatagramSocket_Send_ReachesItsPeer(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription receiver = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, receiver.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        OpenFileDescription sender = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, sender.Socket.Connect(sender, receiver.Socket.Local, user.Waiter));
        Assert.Equal(Errno.Success, user.Send(sender, "one"));
        Assert.Equal("one", user.Receive(receiver));
        Assert.Equal(Errno.Notsup, sender.Socket.Listen(1));
        Assert.Equal(Errno.Notsup, sender.Socket.Accept(sender, user.Waiter, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Datagrams_LongestEmptyOrInvalid_AreSentOrRefused(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription one = user.Open(SockType.SocketDgram);
        OpenFileDescription other = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, one.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        EndPoint there = one.Socket.Local;

        // The longest datagram, one byte more, and an empty one.
        Assert.Equal((Errno.Success, 65507U), (user.Send(other, new byte[65507], there, out uint count), count));
        Assert.Equal(65507, user.Receive(one, 1 << 17).Length);
        Assert.Equal((Errno.Msgsize, 0U), (user.Send(other, new byte[65508], there, out count), count));
        Assert.Equal((Errno.Success, 0U), (user.Send(other, [], there, out count), count));
        Assert.Equal(Errno.Success, user.TryReceive(one, 8, Riflags.RecvDontWait, out string text, out ReceiveResult received));
        Assert.Equal(
            ("", false, other.Socket.Local is IPEndPoint { Port: > 0 } local ? local.Port : 0),
            (text, received.IsTruncated, ((IPEndPoint)received.Sender!).Port));
        Assert.Equal(Errno.Success, user.Send(other, "cut", there));
        Assert.Equal(Errno.Success, user.TryReceive(one, 0, Riflags.RecvDontWait, out _, out received));
        Assert.Equal((0U, 3U), (received.Count, received.Length));
        Assert.Equal(Errno.Again, user.TryReceive(one, 8, Riflags.RecvDontWait, out _, out _));

        Assert.Equal(Errno.Acces, user.Send(other, "all", new IPEndPoint(IPAddress.Broadcast, 9)));
        Assert.Equal(Errno.Inval, user.Send(other, "port 0", new IPEndPoint(IPAddress.Loopback, 0)));
        Assert.Equal(Errno.Destaddrreq, user.Send(other, "nobody"));
    }

    /// <summary>Uses the loopback interface, if it supports multicast.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void MulticastGroup_DatagramSent_ReachesOnlyMembers(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription member = user.Open(SockType.SocketDgram);
        OpenFileDescription other = user.Open(SockType.SocketDgram);
        OpenFileDescription sender = user.Open(SockType.SocketDgram);
        IPAddress address = IPAddress.Parse("239.255.1.2");
        Assert.Equal(Errno.Success, member.Socket.Bind(new IPEndPoint(IPAddress.Any, 0)));
        Assert.Equal(Errno.Success, other.Socket.Bind(new IPEndPoint(IPAddress.Any, 0)));
        Assert.Equal(Errno.Success, sender.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        Errno error = member.Socket.ChangeMembership(address, IPAddress.Loopback, 0, joins: true);
        if (network == "host" && error is Errno.Nodev or Errno.Addrnotavail)
        {
            Console.WriteLine(
                $"The loopback interface of this machine does not support multicast ({error}), so the host network is not tested.");
            return;
        }

        Assert.Equal(Errno.Success, error);
        Assert.Equal(Errno.Addrinuse, member.Socket.ChangeMembership(address, IPAddress.Loopback, 0, joins: true));
        EndPoint destination = new IPEndPoint(address, ((IPEndPoint)member.Socket.Local).Port);
        Assert.Equal(Errno.Success, user.Send(sender, "to the group", destination));
        Assert.Equal("to the group", user.Receive(member));
        Assert.Equal(Errno.Success, member.Socket.ChangeMembership(address, IPAddress.Loopback, 0, joins: false));
        Assert.Equal(Errno.Addrnotavail, member.Socket.ChangeMembership(address, IPAddress.Loopback, 0, joins: false));
        Assert.Equal(Errno.Again, user.TryReceive(other, 64, Riflags.RecvDontWait, out _, out _));
    }
}
