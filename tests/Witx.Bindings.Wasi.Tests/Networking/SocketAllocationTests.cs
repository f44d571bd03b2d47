using System;
using System.Net;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Sending and receiving allocates nothing, on every network, by streams and datagrams, in one buffer and in several.</summary>
public sealed class SocketAllocationTests
{
    private const int Calls = 500;
    private const ulong Inet4 = (ulong)WasiTypes.AddressFamily.Inet4;

    public static MatrixTheoryData<string, int> NetworksAndBuffers { get; } = new(["virtual", "host"], [1, 3]);

    [Theory]
    [MemberData(nameof(NetworksAndBuffers))]
    public void Stream_AllocatesNothing(string network, int buffers)
    {
        using TestGuest guest = On(network);
        (uint client, uint server) = Connect(guest);
        AllocateNothing(guest, ("sock_send", [client, 0x100, (ulong)buffers, 0, 0x200]), ("sock_recv", [server, 0x140, (ulong)buffers, 0, 0x200, 0x204]));
        AllocateNothing(guest, ("fd_write", [server, 0x100, (ulong)buffers, 0x200]), ("fd_read", [client, 0x140, (ulong)buffers, 0x200]));
    }

    [Theory]
    [MemberData(nameof(NetworksAndBuffers))]
    public void Datagrams_AllocateNothing(string network, int buffers)
    {
        using TestGuest guest = On(network);
        uint sender = Open(guest, SockType.SocketDgram);
        uint receiver = Open(guest, SockType.SocketDgram);
        Assert.Equal(Errno.Success, guest.Call("sock_bind", receiver, Loopback(guest)));
        Assert.Equal(Errno.Success, guest.Call("sock_addr_local", receiver, 0x500));
        AllocateNothing(
            guest,
            ("sock_send_to", [sender, 0x100, (ulong)buffers, 0, 0x500, 0x200]),
            ("sock_recv_from", [receiver, 0x140, (ulong)buffers, 0, 0x200, 0x204, 0x600]));

        Assert.Equal(Errno.Success, guest.Call("sock_connect", sender, 0x500));
        AllocateNothing(
            guest, ("sock_send", [sender, 0x100, (ulong)buffers, 0, 0x200]), ("sock_recv", [receiver, 0x140, (ulong)buffers, 0, 0x200, 0x204]));
    }

    [Theory]
    [InlineData(SockType.SocketStream)]
    [InlineData(SockType.SocketDgram)]
    public void Pair_AllocatesNothing(SockType type)
    {
        using TestGuest guest = On("virtual");
        Assert.Equal(Errno.Success, guest.Call("sock_pair", (ulong)WasiTypes.AddressFamily.Unix, (ulong)type, 0, 0x40, 0x44));
        AllocateNothing(
            guest, ("sock_send", [guest.UInt32(0x40), 0x100, 3, 0, 0x200]), ("sock_recv_from", [guest.UInt32(0x44), 0x140, 3, 0, 0x200, 0x204, 0x600]));
    }

    private static TestGuest On(string network)
    {
        TestGuest guest = new(
            new()
            {
                Network = network == "virtual"
                    ? WasiNetwork.Virtual()
                    : WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"), WasiNetworkRule.Outbound("127.0.0.1")),
            },
            Personality.Wasix);
        guest.Vectors(0x1000, 100, 0x2000, 0, 0x3000, 50);
        int[] places = [0x4000, 100, 0x5000, 0, 0x6000, 50];
        for (int i = 0; i < places.Length; i++)
        {
            guest.Write(0x140 + (4 * i), BitConverter.GetBytes(places[i]));
        }

        return guest;
    }

    private static uint Open(TestGuest guest, SockType type)
    {
        Assert.Equal(Errno.Success, guest.Call("sock_open", Inet4, (ulong)type, 0, 0x40));
        return guest.UInt32(0x40);
    }

    /// <summary>Writes the loopback's address, with any port.</summary>
    private static ulong Loopback(TestGuest guest)
    {
        guest.Memory.Slice(0x700, 110).Clear();
        guest.Memory[0x700] = (byte)WasiTypes.AddressFamily.Inet4;
        guest.Write(0x704, IPAddress.Loopback.GetAddressBytes());
        return 0x700;
    }

    private static (uint Client, uint Server) Connect(TestGuest guest)
    {
        uint listener = Open(guest, SockType.SocketStream);
        uint client = Open(guest, SockType.SocketStream);
        Assert.Equal(Errno.Success, guest.Call("sock_bind", listener, Loopback(guest)));
        Assert.Equal(Errno.Success, guest.Call("sock_listen", listener, 4));
        Assert.Equal(Errno.Success, guest.Call("sock_addr_local", listener, 0x500));
        Assert.Equal(Errno.Success, guest.Call("sock_connect", client, 0x500));
        Assert.Equal(Errno.Success, guest.Call("sock_accept_v2", listener, 0, 0x40, 0x600));
        return (client, guest.UInt32(0x40));
    }

    /// <summary>Asserts it of calls that follow each other: what the first sends the second receives.</summary>
    private static void AllocateNothing(TestGuest guest, params (string Function, ulong[] Arguments)[] calls)
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
                        Assert.Fail($"{function} answers {error}");
                    }
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
