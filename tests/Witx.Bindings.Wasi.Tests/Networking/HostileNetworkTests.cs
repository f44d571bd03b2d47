using System;
using System.Collections.Generic;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Hostile peers and guests: resets, full queues, invalid arguments and huge counts.</summary>
public sealed class HostileNetworkTests : IDisposable
{
    private const ulong StreamType = (ulong)SockType.SocketStream;
    private const int AddressAt = 0x300;
    private const int OtherAddressAt = 0x400;
    private const int ManyVectorsAt = 0x8000;
    private const ulong Inet4 = (ulong)AddressFamily.Inet4;

    private readonly TestGuest _guest = new(
        new WasiOptions { Network = WasiNetwork.Virtual(), Limits = new WasiLimits { MaxDescriptors = 16 } }, Personality.Wasix);

    public void Dispose() => _guest.Dispose();

    [Fact]
    public void HostStream_ResetByPeer_IsConnresetOnceThenTheEnd()
    {
        using NetworkUser user = NetworkUser.Create("host");
        (OpenFileDescription client, OpenFileDescription server) = user.Connect();
        Assert.Equal(Errno.Success, client.Socket.SetTime(SockOption.Linger, 0));
        client.Release();
        Assert.Equal(Errno.Connreset, user.TryReceive(server, 8, 0, out _, out _));
        Assert.Equal("", user.Receive(server));
        Assert.Equal(Errno.Pipe, user.Send(server, "late"));
        server.Release();
    }

    [Fact]
    public void HostNetwork_TenThousandConnectionsInSequence_Work()
    {
        using NetworkUser user = NetworkUser.Create("host");
        OpenFileDescription listener = user.Listen();
        for (int i = 0; i < 10_000; i++)
        {
            OpenFileDescription client = user.Open();
            Assert.Equal(Errno.Success, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
            OpenFileDescription server = user.Accept(listener);

            // Close with a reset, so that the port does not stay in TIME_WAIT.
            Assert.Equal(Errno.Success, client.Socket.SetTime(SockOption.Linger, 0));
            client.Release();
            server.Release();
        }

        listener.Release();
    }

    [Theory]
    [InlineData("virtual")]
    [InlineData("host")]
    public void ListenQueue_Full_KeepsFurtherConnectionsWaiting(string network)
    {
        using NetworkUser user = NetworkUser.Create(network);
        OpenFileDescription listener = user.Listen(backlog: 1, flags: Fdflags.Nonblock);
        List<OpenFileDescription> clients = [];
        OpenFileDescription client;
        do
        {
            client = user.Open(flags: Fdflags.Nonblock);
            clients.Add(client);
            Assert.Contains(client.Socket.Connect(client, listener.Socket.Local, user.Waiter), new[] { Errno.Success, Errno.Inprogress });
        }
        while (clients.Count < 64 && user.Waiter.WaitUntilReady(client, PollEvents.Writable, 0) == Errno.Success);

        Assert.InRange(clients.Count, 2, 63);
        Assert.Equal(Errno.Already, client.Socket.Connect(client, listener.Socket.Local, user.Waiter));
        Assert.Equal(SockStatus.Opening, client.Socket.Status);
        user.Accept(listener).Release();
        if (network == "virtual")
        {
            // Only on the virtual network: the host retries after a second or more.
            Assert.Equal(Errno.Success, user.Waiter.WaitUntilReady(client, PollEvents.Writable));
            Assert.Equal(SockStatus.Opened, client.Socket.Status);
            user.Accept(listener).Release();
        }

        clients.ForEach(static file => file.Release());
        listener.Release();
    }

    [Fact]
    public void SockAccept_NoFreeDescriptor_IsMfileAndKeepsTheConnection()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint listener = _guest.UInt32(ResultAt);
        WriteAddress(AddressAt, AddressFamily.Inet4, 80, 127, 0, 0, 1);
        Assert.Equal(Errno.Success, _guest.Call("sock_bind", listener, AddressAt));
        Assert.Equal(Errno.Success, _guest.Call("sock_listen", listener, uint.MaxValue));
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint client = _guest.UInt32(ResultAt);
        Assert.Equal(Errno.Success, _guest.Call("sock_connect", client, AddressAt));
        uint last = client;
        while (_guest.Call("sock_open", Inet4, StreamType, 0, ResultAt) == Errno.Success)
        {
            last = _guest.UInt32(ResultAt);
        }

        Assert.Equal(15u, last);
        Assert.Equal(Errno.Mfile, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        Assert.Equal(Errno.Mfile, _guest.Call("sock_accept_v2", listener, 0, ResultAt, OtherAddressAt));
        Assert.Equal(Errno.Success, _guest.Call("fd_close", last));
        Assert.Equal(Errno.Mfile, _guest.Call("sock_pair", (ulong)AddressFamily.Unix, StreamType, 0, ResultAt, SecondResultAt));
        Assert.Equal(Errno.Success, _guest.Call("sock_accept_v2", listener, 0, ResultAt, OtherAddressAt));
        Assert.Equal(last, _guest.UInt32(ResultAt));
    }

    [Theory]
    [InlineData(9, 1, 0, Errno.Inval)]
    [InlineData(1, 9, 0, Errno.Inval)]
    [InlineData(1, 1, 999, Errno.Inval)]
    [InlineData(0, 1, 0, Errno.Afnosupport)]
    [InlineData(1, 0, 0, Errno.Prototype)]
    [InlineData(1, 3, 0, Errno.Notsup)]
    [InlineData(1, 4, 0, Errno.Notsup)]
    [InlineData(1, 1, 17, Errno.Protonosupport)]
    [InlineData(1, 2, 6, Errno.Protonosupport)]
    [InlineData(3, 1, 6, Errno.Protonosupport)]
    public void SockOpen_InvalidFamilyTypeOrProtocol_ReturnsAnErrno(uint family, uint type, uint protocol, Errno expected)
    {
        Assert.Equal(expected, _guest.Call("sock_open", family, type, protocol, ResultAt));
        Assert.Equal(expected, _guest.Call("sock_pair", family, type, protocol, ResultAt, SecondResultAt));
    }

    [Fact]
    public void SockConnect_ExtremeAddresses_ReturnErrnos()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        WriteAddress(AddressAt, AddressFamily.Inet4, 65535, 255, 255, 255, 255);
        Assert.Equal(Errno.Netunreach, _guest.Call("sock_connect", fd, AddressAt));
        Assert.Equal(Errno.Addrnotavail, _guest.Call("sock_bind", fd, AddressAt));
        WriteAddress(AddressAt, AddressFamily.Inet4, 0, 0, 0, 0, 0);
        Assert.Equal(Errno.Connrefused, _guest.Call("sock_connect", fd, AddressAt));
        WriteAddress(AddressAt, AddressFamily.Unspec, 1);
        Assert.Equal(Errno.Afnosupport, _guest.Call("sock_connect", fd, AddressAt));
        _guest.Memory[AddressAt] = 7;
        Assert.Equal(Errno.Inval, _guest.Call("sock_connect", fd, AddressAt));
        Assert.ThrowsAny<GuestFaultException>(() => _guest.Call("sock_connect", fd, TestGuest.MemoryLength - 100));
        WriteAddress(AddressAt, AddressFamily.Inet4, 65535, 127, 0, 0, 1);
        Assert.Equal(Errno.Success, _guest.Call("sock_bind", fd, AddressAt));
        Assert.Equal(Errno.Success, _guest.Call("sock_addr_local", fd, OtherAddressAt));
        Assert.Equal(_guest.Memory.Slice(AddressAt, 8), _guest.Memory.Slice(OtherAddressAt, 8));
    }

    [Fact]
    public void SockBind_LongestUnixName_IsKeptWhole()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", (ulong)AddressFamily.Unix, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        _guest.Memory.Slice(AddressAt, 110).Fill((byte)'n');
        _guest.Memory[AddressAt] = (byte)AddressFamily.Unix;
        Assert.Equal(Errno.Success, _guest.Call("sock_bind", fd, AddressAt));
        Assert.Equal(Errno.Success, _guest.Call("sock_addr_local", fd, OtherAddressAt));
        Assert.Equal(_guest.Memory.Slice(AddressAt + 2, 108), _guest.Memory.Slice(OtherAddressAt + 2, 108));
    }

    [Fact]
    public void SockAddrLocal_BoundPort_IsReturned()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        WriteAddress(AddressAt, AddressFamily.Inet4, 10275, 0, 0, 0, 0);
        Assert.Equal(Errno.Success, _guest.Call("sock_bind", fd, AddressAt));
        Assert.Equal(Errno.Success, _guest.Call("sock_addr_local", fd, OtherAddressAt));
        Assert.Equal(10275, BitConverter.ToUInt16(_guest.Memory.Slice(OtherAddressAt + 2, 2)));
    }

    [Fact]
    public void SocketCall_HugeCount_IsLimitedOrTraps()
    {
        _guest.Write(TextAt, "localhost"u8);
        Assert.Equal(Errno.Success, _guest.Call("resolve", TextAt, 9, 0, TestGuest.MemoryLength - 64, uint.MaxValue, ResultAt));
        Assert.Equal(2u, _guest.UInt32(ResultAt));
        BitConverter.TryWriteBytes(_guest.Memory[AddressAt..], uint.MaxValue);
        Assert.Equal(Errno.Success, _guest.Call("port_dhcp_acquire"));
        Assert.Equal(Errno.Success, _guest.Call("port_addr_list", TestGuest.MemoryLength - 64, AddressAt));
        Assert.Equal(1u, _guest.UInt32(AddressAt));
        BitConverter.TryWriteBytes(_guest.Memory[AddressAt..], 0);
        Assert.Equal(Errno.Overflow, _guest.Call("port_addr_list", BufferAt, AddressAt));
        Assert.Equal(1u, _guest.UInt32(AddressAt));
        Assert.Equal(Errno.Overflow, ListWithCapacityZero("port_route_list"));

        Assert.Equal(Errno.Success, _guest.Call("sock_pair", (ulong)AddressFamily.Unix, StreamType, 0, ResultAt, SecondResultAt));
        (uint first, uint second) = (_guest.UInt32(ResultAt), _guest.UInt32(ResultAt + 4));
        WriteAddress(AddressAt, AddressFamily.Unix, 0);
        const int Many = 100_000;
        for (int i = 0; i < Many; i++)
        {
            BitConverter.TryWriteBytes(_guest.Memory[(ManyVectorsAt + (8 * i))..], TextAt);
            BitConverter.TryWriteBytes(_guest.Memory[(ManyVectorsAt + 4 + (8 * i))..], 1);
        }

        Assert.Equal(Errno.Success, _guest.Call("sock_send_to", first, ManyVectorsAt, Many, 0, AddressAt, ResultAt));
        Assert.Equal(1024u, _guest.UInt32(ResultAt));
        Assert.Equal(
            Errno.Success,
            _guest.Call("sock_recv_from", second, ManyVectorsAt, Many, 0, ResultAt, SecondResultAt, OtherAddressAt));
        Assert.Equal(1024u, _guest.UInt32(ResultAt));
        Assert.ThrowsAny<GuestFaultException>(
            () => _guest.Call("sock_recv_from", second, ManyVectorsAt, 0x20000000, 0, ResultAt, SecondResultAt, OtherAddressAt));
        Assert.ThrowsAny<GuestFaultException>(() =>
            _guest.Call("sock_send_to", second, ManyVectorsAt, uint.MaxValue, 0, AddressAt, ResultAt));
    }

    [Fact]
    public void FileCall_OnASocket_ReturnsTheErrorOfTheKind()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        _guest.Vectors(BufferAt, 4);
        Assert.Equal(Errno.Inval, _guest.Call("fd_sync", fd));
        Assert.Equal(Errno.Inval, _guest.Call("fd_datasync", fd));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_seek", fd, 0, 0, ResultAt));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_tell", fd, ResultAt));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_pread", fd, VectorsAt, 1, 0, ResultAt));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_pwrite", fd, VectorsAt, 1, 0, ResultAt));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_advise", fd, 0, 0, 0));
        Assert.Equal(Errno.Spipe, _guest.Call("fd_allocate", fd, 0, 1));
        Assert.Equal(Errno.Inval, _guest.Call("fd_filestat_set_size", fd, 1));
        Assert.Equal(Errno.Success, _guest.Call("fd_filestat_get", fd, StatAt));
        Assert.Equal((byte)Filetype.SocketStream, _guest.Memory[StatAt + 16]);
        Assert.Equal(Errno.Notconn, _guest.Call("fd_read", fd, VectorsAt, 1, ResultAt));
        Assert.Equal(Errno.Notconn, _guest.Call("fd_write", fd, VectorsAt, 1, ResultAt));
        Assert.Equal(Errno.Notdir, _guest.CallPath("path_create_directory", fd, "x"));
        string[] functions = ["sock_status", "sock_addr_local", "sock_addr_peer", "sock_listen", "sock_bind", "sock_connect"];
        foreach (string function in functions)
        {
            Assert.Equal((function, Errno.Notsock), (function, _guest.Call(function, 0, OtherAddressAt)));
            Assert.Equal((function, Errno.Badf), (function, _guest.Call(function, 99, OtherAddressAt)));
        }
    }

    [Fact]
    public void SocketCall_RightDropped_IsAcces()
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        Rights left = RightsTable.Socket & ~(Rights.SockBind | Rights.SockConnect | Rights.SockListen | Rights.SockAddrLocal);
        Assert.True(_guest.Descriptors.TryGet(new Fd(fd), out Descriptor? descriptor));
        Assert.True(_guest.Descriptors.Replace(new Fd(fd), descriptor, descriptor.WithRights(left, 0)));
        WriteAddress(AddressAt, AddressFamily.Inet4, 80, 127, 0, 0, 1);
        foreach (string function in new[] { "sock_bind", "sock_connect", "sock_listen", "sock_addr_local" })
        {
            Assert.Equal((function, Errno.Acces), (function, _guest.Call(function, fd, AddressAt)));
        }
    }

    [Theory]
    [InlineData("sock_set_opt_flag", SockOption.Ttl, Errno.Inval)]
    [InlineData("sock_set_opt_flag", SockOption.RecvTimeout, Errno.Inval)]
    [InlineData("sock_set_opt_flag", SockOption.Listening, Errno.Noprotoopt)]
    [InlineData("sock_set_opt_size", SockOption.NoDelay, Errno.Inval)]
    [InlineData("sock_set_opt_size", SockOption.Linger, Errno.Inval)]
    [InlineData("sock_set_opt_size", SockOption.Type, Errno.Noprotoopt)]
    [InlineData("sock_set_opt_time", SockOption.Ttl, Errno.Inval)]
    [InlineData("sock_set_opt_time", SockOption.KeepAlive, Errno.Inval)]
    [InlineData("sock_set_opt_time", SockOption.Linger, Errno.Success)]
    public void SetSocketOption_WrongTypeOfValue_IsInval(string function, SockOption option, Errno expected)
    {
        Assert.Equal(Errno.Success, _guest.Call("sock_open", Inet4, StreamType, 0, ResultAt));
        uint fd = _guest.UInt32(ResultAt);
        ulong argument = function == "sock_set_opt_time" ? (ulong)AddressAt : 1;
        Assert.Equal(expected, _guest.Call(function, fd, (ulong)option, argument));
        Assert.Equal(Errno.Inval, _guest.Call(function, fd, 200, argument));
    }

    private Errno ListWithCapacityZero(string list)
    {
        BitConverter.TryWriteBytes(_guest.Memory[AddressAt..], 0);
        return _guest.Call(list, BufferAt, AddressAt);
    }

    private void WriteAddress(int address, AddressFamily family, ushort port, params ReadOnlySpan<byte> bytes)
    {
        _guest.Memory.Slice(address, 110).Clear();
        _guest.Memory[address] = (byte)family;
        BitConverter.TryWriteBytes(_guest.Memory[(address + 2)..], port);
        _guest.Write(address + 4, bytes);
    }
}
