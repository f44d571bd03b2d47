using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Benchmarks.Contenders;

/// <summary>Someone at the other end of a connection on this machine who sends back what comes.</summary>
internal sealed class Echo : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;

    internal Echo()
    {
        _listener.Start();
        _thread = new Thread(Answer) { IsBackground = true, Name = nameof(Echo) };
        _thread.Start();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal Socket Connect()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect((IPEndPoint)_listener.LocalEndpoint);
        return socket;
    }

    public void Dispose() => _listener.Dispose();

    private void Answer()
    {
        using Socket socket = _listener.AcceptSocket();
        socket.NoDelay = true;
        Span<byte> buffer = stackalloc byte[1];
        while (socket.Receive(buffer) > 0)
        {
            _ = socket.Send(buffer);
        }
    }
}
