using System.Net.Sockets;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Converts .NET socket errors to WASI errors.</summary>
internal static class SocketErrno
{
    /// <summary>Returns the WASI error of a .NET socket error, <see cref="Errno.Io"/> (EIO) for an unknown one.</summary>
    internal static Errno From(SocketError error) => error switch
    {
        SocketError.Success => Errno.Success,
        SocketError.AccessDenied => Errno.Acces,
        SocketError.AddressAlreadyInUse => Errno.Addrinuse,
        SocketError.AddressFamilyNotSupported => Errno.Afnosupport,
        SocketError.AddressNotAvailable => Errno.Addrnotavail,
        SocketError.AlreadyInProgress => Errno.Already,
        SocketError.ConnectionAborted => Errno.Connaborted,
        SocketError.ConnectionRefused => Errno.Connrefused,
        SocketError.ConnectionReset => Errno.Connreset,
        SocketError.DestinationAddressRequired => Errno.Destaddrreq,
        SocketError.Fault => Errno.Fault,
        SocketError.HostUnreachable or SocketError.HostDown => Errno.Hostunreach,
        SocketError.HostNotFound or SocketError.NoData => Errno.Noent,
        SocketError.InProgress => Errno.Inprogress,
        SocketError.Interrupted => Errno.Intr,
        SocketError.InvalidArgument => Errno.Inval,
        SocketError.IsConnected => Errno.Isconn,
        SocketError.MessageSize => Errno.Msgsize,
        SocketError.NetworkDown => Errno.Netdown,
        SocketError.NetworkReset => Errno.Netreset,
        SocketError.NetworkUnreachable => Errno.Netunreach,
        SocketError.NoBufferSpaceAvailable => Errno.Nobufs,
        SocketError.NotConnected => Errno.Notconn,
        SocketError.NotSocket => Errno.Notsock,
        SocketError.OperationNotSupported => Errno.Notsup,
        SocketError.OperationAborted => Errno.Badf,
        SocketError.ProtocolNotSupported => Errno.Protonosupport,
        SocketError.ProtocolOption => Errno.Noprotoopt,
        SocketError.ProtocolType => Errno.Prototype,
        SocketError.Shutdown or SocketError.Disconnecting => Errno.Pipe,
        SocketError.TimedOut => Errno.Timedout,
        SocketError.TooManyOpenSockets => Errno.Mfile,
        SocketError.TryAgain or SocketError.WouldBlock => Errno.Again,
        _ => Errno.Io,
    };
}
