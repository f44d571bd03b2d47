using System;
using System.Net.Sockets;
using System.Text;

namespace Witx.Bindings.Wasi;

/// <summary>Something that a guest starts with besides its standard streams and directories. It gets the lowest number behind them.</summary>
public sealed class WasiDescriptor
{
    private readonly Func<Inode> _open;

    private WasiDescriptor(Func<Inode> open) => _open = open;

    /// <summary>Bytes to read.</summary>
    /// <param name="bytes">The bytes, which must not change any more.</param>
    public static WasiDescriptor Buffer(ReadOnlyMemory<byte> bytes) => new(() => new BufferInode(bytes));

    /// <summary>A symbolic link, to be looked at.</summary>
    /// <param name="target">What it holds.</param>
    public static WasiDescriptor Symlink(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new WasiDescriptor(() => new SymlinkInode(Encoding.UTF8.GetBytes(target)));
    }

    /// <summary>A socket: connected, or listening for <c>sock_accept</c>. It becomes nonblocking, and is closed when the process has closed it.</summary>
    /// <param name="socket">The socket, for one process.</param>
    public static WasiDescriptor Socket(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return new WasiDescriptor(() => new SocketInode(socket));
    }

    internal Inode Open() => _open();
}
