using System;
using System.Net.Sockets;
using System.Text;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi;

/// <summary>A file descriptor that a process starts with in addition to its standard streams and directories.</summary>
/// <remarks>
/// Descriptors of <see cref="WasiOptions.Descriptors"/> are numbered in list order, after the standard streams (0 to 2) and the preopened
/// directories (from 3).
/// </remarks>
public sealed class WasiDescriptor
{
    private readonly Func<Network, ResourceLedger?, Inode[]> _open;

    private WasiDescriptor(Func<Network, ResourceLedger?, Inode[]> open) => _open = open;

    /// <summary>Creates a descriptor of a read-only file that contains the given bytes.</summary>
    /// <param name="bytes">The content. It is not copied: do not change it while guests use it.</param>
    public static WasiDescriptor Buffer(ReadOnlyMemory<byte> bytes) => new((_, _) => [new BufferInode(bytes)]);

    /// <summary>Creates a descriptor that refers to a symbolic link itself, so that a guest can query its type and size.</summary>
    /// <param name="target">The target of the link. It need not exist.</param>
    public static WasiDescriptor Symlink(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WasiDescriptor((_, _) => [new SymlinkInode(Encoding.UTF8.GetBytes(target))]);
    }

    /// <summary>Creates a descriptor of a connected socket, or of a listening socket for <c>sock_accept</c>.</summary>
    /// <param name="socket">
    /// The socket. It is used by one process, which sets it to non-blocking mode and disposes it when it closes the descriptor or ends.
    /// </param>
    /// <remarks>
    /// The peer and the clients of the socket can be reached whatever <see cref="WasiOptions.Network"/> is. Other addresses that the guest
    /// connects, binds or sends datagrams to must be allowed by that network.
    /// </remarks>
    public static WasiDescriptor Socket(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return new WasiDescriptor((network, _) =>
        [
            new SocketInode(new HostSocket(socket, network.EmbedderSocketNetwork, null), network.EmbedderSocketNetwork, SockStatus.Opened),
        ]);
    }

    /// <summary>Creates a pipe within the process. It takes two descriptors: the read end, then the write end.</summary>
    public static WasiDescriptor Pipe() => new(static (_, _) =>
    {
        Pipe pipe = new();
        return [new PipeInode(pipe, null), new PipeInode(null, pipe)];
    });

    /// <summary>
    /// Creates an event counter as <c>eventfd</c> does (eventfd(2)): a write adds to the counter, a read returns and resets it.
    /// </summary>
    /// <param name="initial">The initial value of the counter.</param>
    /// <param name="isSemaphore">
    /// True if a read returns 1 and subtracts 1 (<c>EFD_SEMAPHORE</c>), false if it resets the counter to 0.
    /// </param>
    public static WasiDescriptor EventFd(ulong initial = 0, bool isSemaphore = false) =>
        new((_, _) => [new EventInode(initial, isSemaphore)]);

    /// <summary>
    /// Creates an empty interest list for <c>epoll_ctl</c> and <c>epoll_wait</c>, as <c>epoll_create</c> does (epoll(7)).
    /// </summary>
    public static WasiDescriptor Epoll() => new(static (_, ledger) => [new EpollInode(ledger)]);

    /// <summary>Opens the inodes of the descriptor for one process: one, or two for a pipe.</summary>
    /// <param name="network">The network of the process.</param>
    /// <param name="ledger">The account that is charged for host memory, or null to charge nothing.</param>
    internal Inode[] Open(Network network, ResourceLedger? ledger = null) => _open(network, ledger);
}
