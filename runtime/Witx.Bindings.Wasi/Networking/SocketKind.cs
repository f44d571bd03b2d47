namespace Witx.Bindings.Wasi.Networking;

/// <summary>The three arguments of <c>socket(2)</c>: address family, socket type and protocol.</summary>
/// <param name="Family">The address family.</param>
/// <param name="Type">The socket type.</param>
/// <param name="Protocol">The protocol. <see cref="SockProto.Ip"/> (0) for the Unix family, which has no protocols.</param>
internal readonly record struct SocketKind(AddressFamily Family, SockType Type, SockProto Protocol)
{
    /// <summary>True for a stream socket.</summary>
    internal bool IsStream => Type == SockType.SocketStream;

    /// <summary>Checks the arguments of <c>sock_open</c>, and replaces protocol 0 by the default protocol of the type.</summary>
    /// <returns>
    /// <c>Errno.Afnosupport</c>, <c>Errno.Prototype</c>, <c>Errno.Protonosupport</c>, or <c>Errno.Notsup</c> for raw and
    /// sequenced-packet sockets, which no network here supports.
    /// </returns>
    internal static Errno From(AddressFamily family, SockType type, SockProto protocol, out SocketKind kind)
    {
        SockProto own = family == AddressFamily.Unix ? SockProto.Ip : type == SockType.SocketStream ? SockProto.Tcp : SockProto.Udp;
        kind = new SocketKind(family, type, own);
        return family == AddressFamily.Unspec ? Errno.Afnosupport
            : type == SockType.SocketUnused ? Errno.Prototype
            : type is not (SockType.SocketStream or SockType.SocketDgram) ? Errno.Notsup
            : protocol != SockProto.Ip && protocol != own ? Errno.Protonosupport
            : Errno.Success;
    }
}
