using System;
using System.Net;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Sending and receiving allocates no managed memory, on virtual and host networks, with one buffer and with several.</summary>
public sealed class SocketAllocationTests
{
    private const int Calls = 500;
    private const int ReceiveVectorsAt = 0x140;
    private const int FlagsAt = ResultAt + 4;
    private const int SocketAt = 0x40;
    private const int OtherSocketAt = 0x44;
    private const int AddressAt = 0x500;
    private const int SenderAt = 0x600;
    private const int LoopbackAt = 0x700;
    private const ulong Inet4 = (ulong)WasiTypes.AddressFamily.Inet4;

    public static MatrixTheoryData<string, int> NetworksAndBuffers { get; } = new(["virtual", "host"], [1, 3]);

    [Theory]
    [MemberData(nameof(NetworksAndBuffers))]
    public void StreamSendAndReceive_Repeated_AllocatesNothing(string network, int buffers)
    {
        using TestGuest guest = CreateGuest(network);
        (uint client, uint server) = Connect(guest);
        AssertAllocatesNothing(
            guest,
            ("sock_send", [client, VectorsAt, (ulong)buffers, 0, ResultAt]),
            ("sock_recv", [server, ReceiveVectorsAt, (ulong)buffers, 0, ResultAt, FlagsAt]));
        AssertAllocatesNothing(
            guest,
            ("fd_write", [server, VectorsAt, (ulong)buffers, ResultAt]),
            ("fd_read", [client, ReceiveVectorsAt, (ulong)buffers, ResultAt]));
    }

    [Theory]
    [MemberData(nameof(NetworksAndBuffers))]
    public void DatagramSendAndReceive_Repeated_AllocatesNothing(string network, int buffers)
    {
        using TestGuest guest = CreateGuest(network);
        uint sender = Open(guest, SockType.SocketDgram);
        uint receiver = Open(guest, SockType.SocketDgram);
        Assert.Equal(Errno.Success, guest.Call("sock_bind", receiver, WriteLoopback(guest)));
        Assert.Equal(Errno.Success, guest.Call("sock_addr_local", receiver, AddressAt));
        AssertAllocatesNothing(
            guest,
            ("sock_send_to", [sender, VectorsAt, (ulong)buffers, 0, AddressAt, ResultAt]),
            ("sock_recv_from", [receiver, ReceiveVectorsAt, (ulong)buffers, 0, ResultAt, FlagsAt, SenderAt]));

        Assert.Equal(Errno.Success, guest.Call("sock_connect", sender, AddressAt));
        AssertAllocatesNothing(
            guest,
            ("sock_send", [sender, VectorsAt, (ulong)buffers, 0, ResultAt]),
            ("sock_recv", [receiver, ReceiveVectorsAt, (ulong)buffers, 0, ResultAt, FlagsAt]));
    }

    [Theory]
    [InlineData(SockType.SocketStream)]
    [InlineData(SockType.SocketDgram)]
    public void SocketPairSendAndReceive_Repeated_AllocatesNothing(SockType type)
    {
        using TestGuest guest = CreateGuest("virtual");
        Assert.Equal(Errno.Success, guest.Call("sock_pair", (ulong)WasiTypes.AddressFamily.Unix, (ulong)type, 0, SocketAt, OtherSocketAt));
        AssertAllocatesNothing(
            guest,
            ("sock_send", [guest.UInt32(SocketAt), VectorsAt, 3, 0, ResultAt]),
            ("sock_recv_from", [guest.UInt32(OtherSocketAt), ReceiveVectorsAt, 3, 0, ResultAt, FlagsAt, SenderAt]));
    }

    private static TestGuest CreateGuest(string network)
    {
        TestGuest guest = new(
            new()
            {
                Network = network == "virtual"
                    ? WasiNetwork.Virtual()
                    : WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"), WasiNetworkRule.Outbound("127.0.0.1")),
            },
            Personality.Wasix);
        guest.Vectors(TextAt, 100, BufferAt, 0, PathAt, 50);
        int[] receiveVectors = [OtherPathAt, 100, OtherBufferAt, 0, OtherBufferAt + 0x1000, 50];
        for (int i = 0; i < receiveVectors.Length; i++)
        {
            guest.Write(ReceiveVectorsAt + (4 * i), BitConverter.GetBytes(receiveVectors[i]));
        }

        return guest;
    }

    private static uint Open(TestGuest guest, SockType type)
    {
        Assert.Equal(Errno.Success, guest.Call("sock_open", Inet4, (ulong)type, 0, SocketAt));
        return guest.UInt32(SocketAt);
    }

    /// <summary>Writes the IPv4 loopback address with port 0, and returns its guest address.</summary>
    private static ulong WriteLoopback(TestGuest guest)
    {
        guest.Memory.Slice(LoopbackAt, 110).Clear();
        guest.Memory[LoopbackAt] = (byte)WasiTypes.AddressFamily.Inet4;
        guest.Write(LoopbackAt + 4, IPAddress.Loopback.GetAddressBytes());
        return LoopbackAt;
    }

    private static (uint Client, uint Server) Connect(TestGuest guest)
    {
        uint listener = Open(guest, SockType.SocketStream);
        uint client = Open(guest, SockType.SocketStream);
        Assert.Equal(Errno.Success, guest.Call("sock_bind", listener, WriteLoopback(guest)));
        Assert.Equal(Errno.Success, guest.Call("sock_listen", listener, 4));
        Assert.Equal(Errno.Success, guest.Call("sock_addr_local", listener, AddressAt));
        Assert.Equal(Errno.Success, guest.Call("sock_connect", client, AddressAt));
        Assert.Equal(Errno.Success, guest.Call("sock_accept_v2", listener, 0, SocketAt, SenderAt));
        return (client, guest.UInt32(SocketAt));
    }

    /// <summary>Asserts that a sequence of calls, such as a send and a receive, allocates nothing.</summary>
    private static void AssertAllocatesNothing(TestGuest guest, params (string Function, ulong[] Arguments)[] calls)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                foreach ((string function, ulong[] arguments) in calls)
                {
                    HostFunction host = guest.Function(function);
                    if (guest.Call(host, arguments) is not Errno.Success and var error)
                    {
                        Assert.Fail($"{function} returned {error}.");
                    }
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
