using System;
using System.Net.Sockets;
using System.Text;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>Something that a guest starts with besides its standard streams and directories. It gets the lowest number behind them.</summary>
public sealed class WasiDescriptor
{
    private readonly Func<Network, ResourceLedger?, Inode[]> _open;

    private WasiDescriptor(Func<Network, ResourceLedger?, Inode[]> open) => _open = open;

    /// <summary>Bytes to read.</summary>
    /// <param name="bytes">The bytes, which must not change any more.</param>
    public static WasiDescriptor Buffer(ReadOnlyMemory<byte> bytes) => new((_, _) => [new BufferInode(bytes)]);

    /// <summary>A symbolic link, to be looked at.</summary>
    /// <param name="target">What it holds.</param>
    public static WasiDescriptor Symlink(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WasiDescriptor((_, _) => [new SymlinkInode(Encoding.UTF8.GetBytes(target))]);
    }

    /// <summary>A socket: connected, or listening for <c>sock_accept</c>. It becomes nonblocking, and is closed when the process has closed it.</summary>
    /// <param name="socket">The socket, for one process.</param>
    /// <remarks>What else it is connected or bound to, and where it sends datagrams, is for <see cref="WasiOptions.Network"/> to allow.</remarks>
    public static WasiDescriptor Socket(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return new WasiDescriptor((network, _) =>
        [
            new SocketInode(new HostSocket(socket, network.EmbedderSocketNetwork, null), network.EmbedderSocketNetwork, SockStatus.Opened),
        ]);
    }

    /// <summary>A pipe within the process. It gets two numbers: the end that is read, and then the end that is written.</summary>
    public static WasiDescriptor Pipe() => new(static (_, _) =>
    {
        Pipe pipe = new();
        return [new PipeInode(pipe, null), new PipeInode(null, pipe)];
    });

    /// <summary>Event notifications, as <c>eventfd</c> makes them: a counter that writes add to and reads take from.</summary>
    /// <param name="initial">What it counts at first.</param>
    /// <param name="isSemaphore">Whether a read takes one off, instead of all.</param>
    public static WasiDescriptor EventFd(ulong initial = 0, bool isSemaphore = false) => new((_, _) => [new EventInode(initial, isSemaphore)]);

    /// <summary>A list of descriptors to wait for, as <c>epoll_create</c> makes it.</summary>
    public static WasiDescriptor Epoll() => new(static (_, ledger) => [new EpollInode(ledger)]);

    /// <param name="network">The network of the process that gets the descriptor.</param>
    /// <param name="ledger">The account of that process, or null for none.</param>
    internal Inode[] Open(Network network, ResourceLedger? ledger = null) => _open(network, ledger);
}
