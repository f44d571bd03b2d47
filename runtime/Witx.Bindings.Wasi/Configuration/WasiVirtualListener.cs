using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Virtual;

namespace Witx.Bindings.Wasi;

/// <summary>Where an embedder waits for connections of guests on a <see cref="WasiVirtualNetwork"/>.</summary>
public sealed class WasiVirtualListener : IDisposable
{
    private readonly VirtualStreamSocket _listener;

    internal WasiVirtualListener(VirtualStreamSocket listener) => _listener = listener;

    /// <summary>The address.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.Local!;

    /// <summary>Takes the next connection, or waits for one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection. Disposing it closes it.</returns>
    /// <exception cref="SocketException">The listener is disposed.</exception>
    public async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        SocketHandle? connection = null;
        Errno answer = Errno.Again;
        await _listener.Changed.WaitUntilAsync(() => (answer = _listener.TryAccept(out connection)) != Errno.Again, cancellationToken).ConfigureAwait(false);
        return answer == Errno.Success
            ? new VirtualConnection((VirtualStreamSocket)connection!)
            : throw new SocketException((int)SocketError.OperationAborted);
    }

    /// <summary>Listens no more. Connections that wait are closed.</summary>
    public void Dispose() => _listener.Dispose();
}
