using System;
using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Behaviour of sockets that is the same on virtual and host networks.</summary>
public sealed partial class SocketConformanceTests
{
    public static TheoryData<string> Networks { get; } = ["virtual", "host"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void StreamSocket_SendReceiveAndShutdown_TransfersBothWays(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        (OpenFileDescription client, OpenFileDescription server) = user.Connect();
        Assert.Equal(Errno.Success, user.Send(client, "question"));
        Assert.Equal("quest", user.Receive(server, 5, Riflags.RecvPeek)[..2] + "est");
        Assert.Equal("question", user.Receive(server));
        Assert.Equal(Errno.Success, user.Send(server, "result"));
        Assert.Equal(Errno.Success, server.Socket.Shutdown(Sdflags.Wr));
        Assert.Equal("result", user.Receive(client, 6, Riflags.RecvWaitall));
        Assert.Equal("", user.Receive(client));
        Assert.Equal(Errno.Success, user.Send(client, "still"));
        Assert.Equal("still", user.Receive(server));
        client.Release();
        Assert.Equal("", user.Receive(server));
        server.Release();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void StreamSocket_Connected_KnowsLocalAndPeerAddress(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription fresh = user.Open();
        Assert.Equal(new IPEndPoint(IPAddress.Any, 0), fresh.Socket.Local);
        Assert.Equal(Errno.Notconn, fresh.Socket.GetPeer(out _));
        (OpenFileDescription client, OpenFileDescription server) = user.Connect();
        Assert.Equal(Errno.Success, client.Socket.GetPeer(out EndPoint? peer));
        Assert.Equal(server.Socket.Local, peer);
        Assert.Equal(Errno.Success, server.Socket.GetPeer(out peer));
        Assert.Equal(client.Socket.Local, peer);
        Assert.NotEqual(0, ((IPEndPoint)peer!).Port);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void StreamSocket_Lifecycle_ReportsItsStatus(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription fresh = user.Open();
        Assert.Equal(SockStatus.Opening, fresh.Socket.Status);
        OpenFileDescription listener = user.Listen();
        Assert.Equal(SockStatus.Opened, listener.Socket.Status);
        EndPoint gone = listener.Socket.Local;
        listener.Release();
        Assert.Equal(Errno.Connrefused, fresh.Socket.Connect(fresh, gone, user.Waiter));
        Assert.Equal(SockStatus.Failed, fresh.Socket.Status);
        (OpenFileDescription client, _) = user.Connect();
        Assert.Equal(SockStatus.Opened, client.Socket.Status);
        Assert.Equal(Errno.Success, client.Socket.Shutdown(Sdflags.Rd | Sdflags.Wr));
        Assert.Equal(SockStatus.Closed, client.Socket.Status);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NonblockingConnect_Accepted_BecomesWritable(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen();
        OpenFileDescription client = user.Open(flags: Fdflags.Nonblock);
        Errno result = client.Socket.Connect(client, listener.Socket.Local, user.Waiter);
        Assert.True(result is Errno.Success or Errno.Inprogress, result.ToString());
        Assert.Equal(Errno.Success, user.Waiter.WaitUntilReady(client, PollEvents.Writable));
        Assert.Equal(SockStatus.Opened, client.Socket.Status);
        Assert.Equal(Errno.Isconn, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
        Assert.Equal((Errno.Success, 0L), (client.Socket.GetOption(SockOption.LastError, out long error), error));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NonblockingConnect_Refused_KeepsTheErrorInTheOption(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen();
        EndPoint gone = listener.Socket.Local;
        listener.Release();
        OpenFileDescription client = user.Open(flags: Fdflags.Nonblock);
        Errno result = client.Socket.Connect(client, gone, user.Waiter);
        if (result == Errno.Inprogress)
        {
            _ = user.Waiter.WaitUntilReady(client, PollEvents.Writable);
            Assert.Equal(Errno.Success, client.Socket.GetOption(SockOption.LastError, out long error));
            result = (Errno)error;
            Assert.Equal((Errno.Success, 0L), (client.Socket.GetOption(SockOption.LastError, out error), error));
        }

        Assert.Equal(Errno.Connrefused, result);
        Assert.Equal(SockStatus.Failed, client.Socket.Status);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NonblockingSocket_NotReady_IsAgain(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen(flags: Fdflags.Nonblock);
        Assert.Equal(Errno.Again, listener.Socket.Accept(listener, user.Waiter, out _, out _));
        (OpenFileDescription client, OpenFileDescription server) = user.Connect();
        Assert.Equal(Errno.Again, user.TryReceive(client, 8, Riflags.RecvDontWait, out _, out _));
        server.Flags = Fdflags.Nonblock;
        Assert.Equal(Errno.Again, user.TryReceive(server, 8, 0, out _, out _));
        Errno result;
        byte[] bytes = new byte[1 << 16];
        while ((result = user.Send(server, bytes, null, out uint count)) == Errno.Success)
        {
            Assert.NotEqual(0u, count);
        }

        Assert.Equal(Errno.Again, result);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SocketTimeout_Reached_IsTimedout(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen();
        Assert.Equal(Errno.Success, listener.Socket.SetTime(SockOption.AcceptTimeout, 1));
        Assert.Equal(Errno.Timedout, listener.Socket.Accept(listener, user.Waiter, out _, out _));
        (OpenFileDescription client, _) = user.Connect();
        Assert.Equal(Errno.Success, client.Socket.SetTime(SockOption.RecvTimeout, 1));
        Assert.Equal(Errno.Timedout, user.TryReceive(client, 8, 0, out _, out _));
        Assert.Equal((Errno.Success, (ulong?)1), (client.Socket.GetTime(SockOption.RecvTimeout, out ulong? time), time));
        Assert.Equal(Errno.Success, client.Socket.SetTime(SockOption.SendTimeout, 1));
        Errno result;
        byte[] bytes = new byte[1 << 16];
        while ((result = user.Send(client, bytes, null, out _)) == Errno.Success)
        {
        }

        Assert.Equal(Errno.Timedout, result);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task SocketAccept_CancelledWhileWaiting_ThrowsOperationCanceledException(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen();
        Task<Errno> waiting = Task.Run(
            () => listener.Socket.Accept(listener, user.Waiter, out _, out _), TestContext.Current.CancellationToken);
        user.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task StreamSocket_SlowReader_ReceivesEverything(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        (OpenFileDescription client, OpenFileDescription server) = user.Connect();
        byte[] bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        using NetworkUser other = user.CreateThread();
        Task sending = Task.Run(() =>
        {
            for (int sent = 0; sent < bytes.Length;)
            {
                Assert.Equal(Errno.Success, other.Send(server, bytes[sent..], null, out uint count));
                sent += (int)count;
            }

            Assert.Equal(Errno.Success, server.Socket.Shutdown(Sdflags.Wr));
        }, TestContext.Current.CancellationToken);
        List<byte> received = [];
        byte[] buffer = new byte[1000];
        uint read;
        do
        {
            IoVectors vectors = new(new GuestMemory(buffer), new IoVector[] { new(0, 333), new(333, 667) });
            Assert.Equal(Errno.Success, client.Inode.Read(client, vectors, user.Waiter, out read));
            received.AddRange(buffer.AsSpan(0, (int)read));
        }
        while (read > 0);

        await sending;
        Assert.Equal(bytes, received);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void IPv6Socket_IPv4Address_IsAfnosupport(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen(IPAddress.IPv6Loopback);
        OpenFileDescription client = user.Open(family: AddressFamily.Inet6);
        Assert.Equal(Errno.Afnosupport, client.Socket.Connect(client, new IPEndPoint(IPAddress.Loopback, 80), user.Waiter));
        Assert.Equal(Errno.Afnosupport, client.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        Assert.Equal(Errno.Success, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
        OpenFileDescription server = user.Accept(listener);
        Assert.Equal(Errno.Success, user.Send(server, "six"));
        Assert.Equal("six", user.Receive(client));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SocketBind_AddressInUse_IsAddrinuse(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription first = user.Listen();
        OpenFileDescription second = user.Open();
        Assert.Equal(Errno.Addrinuse, second.Socket.Bind(first.Socket.Local));
        Assert.Equal(Errno.Addrnotavail, second.Socket.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.7"), 80)));
        Assert.Equal(Errno.Inval, first.Socket.Bind(first.Socket.Local));
        EndPoint local = first.Socket.Local;
        first.Release();
        Assert.Equal(Errno.Success, second.Socket.Bind(local));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SocketCall_InTheWrongState_ReturnsItsError(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription fresh = user.Open();
        Assert.Equal(Errno.Inval, fresh.Socket.Accept(fresh, user.Waiter, out _, out _));
        Assert.Equal(Errno.Notconn, fresh.Socket.Shutdown(Sdflags.Wr));
        Assert.Equal(Errno.Notconn, user.TryReceive(fresh, 1, 0, out _, out _));
        Assert.Contains(user.Send(fresh, "x"), new[] { Errno.Notconn, Errno.Pipe });
        (OpenFileDescription client, _) = user.Connect();
        Assert.Equal(Errno.Inval, client.Socket.Listen(1));
        OpenFileDescription listener = user.Listen();
        Assert.Equal(Errno.Isconn, listener.Socket.Connect(listener, listener.Socket.Local, user.Waiter));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SocketOptions_Set_AreReturnedAndApplied(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription stream = user.Open();
        SockOption[] flags =
        [
            SockOption.ReuseAddr, SockOption.ReusePort, SockOption.NoDelay, SockOption.KeepAlive, SockOption.OobInline,
            SockOption.DontRoute,
        ];
        foreach (SockOption flag in flags)
        {
            Assert.Equal((flag, Errno.Success), (flag, stream.Socket.SetOption(flag, 1)));
            Assert.Equal((flag, Errno.Success, true), (flag, stream.Socket.GetOption(flag, out long set), set != 0));
            Assert.Equal((flag, Errno.Success), (flag, stream.Socket.SetOption(flag, 0)));
            Assert.Equal((flag, Errno.Success, 0L), (flag, stream.Socket.GetOption(flag, out set), set));
        }

        Assert.Equal(Errno.Success, stream.Socket.SetOption(SockOption.Ttl, 5));
        Assert.Equal((Errno.Success, 5L), (stream.Socket.GetOption(SockOption.Ttl, out long value), value));
        Assert.Equal(Errno.Success, stream.Socket.SetOption(SockOption.RecvBufSize, 1 << 16));
        Assert.Equal(Errno.Success, stream.Socket.GetOption(SockOption.RecvBufSize, out value));
        Assert.True(value >= 1 << 16);
        Assert.Equal((Errno.Success, (long)SockType.SocketStream), (stream.Socket.GetOption(SockOption.Type, out value), value));
        Assert.Equal((Errno.Success, (long)SockProto.Tcp), (stream.Socket.GetOption(SockOption.Proto, out value), value));
        Assert.Equal((Errno.Success, 0L), (stream.Socket.GetOption(SockOption.Listening, out value), value));
        Assert.Equal(Errno.Noprotoopt, stream.Socket.SetOption(SockOption.Type, 1));
        Assert.Equal(Errno.Noprotoopt, stream.Socket.SetOption(SockOption.OnlyV6, 1));
        Assert.Equal(Errno.Noprotoopt, stream.Socket.SetOption(SockOption.Promiscuous, 1));
        Assert.Equal(Errno.Noprotoopt, stream.Socket.GetOption(SockOption.Broadcast, out _));
        Assert.Equal((Errno.Success, null), (stream.Socket.GetTime(SockOption.Linger, out ulong? time), time));
        Assert.Equal(Errno.Success, stream.Socket.SetTime(SockOption.Linger, 2_000_000_000));
        Assert.Equal((Errno.Success, (ulong?)2_000_000_000), (stream.Socket.GetTime(SockOption.Linger, out time), time));
        Assert.Equal((Errno.Success, 1L), (user.Listen().Socket.GetOption(SockOption.Listening, out value), value));

        OpenFileDescription datagrams = user.Open(SockType.SocketDgram);
        Assert.Equal(Errno.Success, datagrams.Socket.SetOption(SockOption.Broadcast, 1));
        Assert.Equal(Errno.Success, datagrams.Socket.SetOption(SockOption.MulticastTtlV4, 3));
        Assert.Equal((Errno.Success, 3L), (datagrams.Socket.GetOption(SockOption.MulticastTtlV4, out value), value));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void StreamSocket_EmptySendOrInvalidAddress_IsHandled(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription client = user.Open();
        Assert.Equal(Errno.Connrefused, client.Socket.Connect(client, new IPEndPoint(IPAddress.Loopback, 0), user.Waiter));
        Assert.Equal(Errno.Afnosupport, client.Socket.Connect(client, new IPEndPoint(IPAddress.IPv6Loopback, 80), user.Waiter));
        (OpenFileDescription one, OpenFileDescription other) = user.Connect();
        Assert.Equal((Errno.Success, 0U), (user.Send(one, [], null, out uint count), count));
        Assert.Equal(Errno.Again, user.TryReceive(other, 8, Riflags.RecvDontWait, out _, out _));
        Assert.Equal(Errno.Success, user.Send(one, "x"));
        Assert.Equal("x", user.Receive(other));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Epoll_ListenerAndStream_ReportsConnectionsAndData(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen();
        EpollInode epoll = new();
        static EpollEvent Watched(uint data) => new(EpollType.Epollin, new EpollData(0, new Fd(data), data, 0));
        Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Add, new Fd(4), listener, Watched(4)));
        EpollEvent[] events = new EpollEvent[4];
        Assert.Equal((Errno.Success, 0), (epoll.Wait(events, 0, user.Waiter, out int count), count));
        OpenFileDescription client = user.Open();
        Assert.Equal(Errno.Success, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
        Assert.Equal((Errno.Success, 1), (epoll.Wait(events, null, user.Waiter, out count), count));
        OpenFileDescription server = user.Accept(listener);
        Assert.Equal(Errno.Success, epoll.Control(EpollCtl.Add, new Fd(5), server, Watched(5)));
        Assert.Equal((Errno.Success, 0), (epoll.Wait(events, 0, user.Waiter, out count), count));
        Assert.Equal(Errno.Success, user.Send(client, "ready"));
        Assert.Equal((Errno.Success, 1), (epoll.Wait(events, null, user.Waiter, out count), count));
        Assert.Equal(5u, events[0].Data.Data1);
    }
}
