using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Virtual;

namespace Witx.Bindings.Wasi;

/// <summary>A listening socket of the embedder on a <see cref="WasiVirtualNetwork"/>, which guests can connect to.</summary>
public sealed class WasiVirtualListener : IDisposable
{
    private readonly VirtualStreamSocket _listener;

    internal WasiVirtualListener(VirtualStreamSocket listener) => _listener = listener;

    /// <summary>Gets the address and port that the listener is bound to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.Local!;

    /// <summary>Accepts the next connection of a guest; waits until there is one.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection. Dispose the stream to close it.</returns>
    /// <exception cref="SocketException">The listener is disposed (<see cref="SocketError.OperationAborted"/>).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        SocketHandle? connection = null;
        Errno error = Errno.Again;
        await _listener.Changed
            .WaitUntilAsync(() => (error = _listener.TryAccept(out connection)) != Errno.Again, cancellationToken)
            .ConfigureAwait(false);
        return error == Errno.Success
            ? new VirtualConnection((VirtualStreamSocket)connection!)
            : throw new SocketException((int)SocketError.OperationAborted);
    }

    /// <summary>Stops listening. Connections that were not accepted are closed; accepted ones stay open.</summary>
    public void Dispose() => _listener.Dispose();
}
