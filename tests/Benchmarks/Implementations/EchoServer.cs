using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Benchmarks.Implementations;

/// <summary>A server on the loopback interface that sends back every byte of one connection.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;

    internal EchoServer()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true, Name = nameof(EchoServer) };
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

    private void Serve()
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
