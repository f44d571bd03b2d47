namespace Witx.Bindings.Wasi.Networking;

/// <summary>What a socket is from its opening on.</summary>
/// <param name="Family">Of its addresses.</param>
/// <param name="Type">Of what it carries.</param>
/// <param name="Protocol">The one that carries it; 0 where the family has none.</param>
internal readonly record struct SocketKind(AddressFamily Family, SockType Type, SockProto Protocol)
{
    internal bool IsStream => Type == SockType.SocketStream;

    /// <summary>Settles what is asked for: the protocol, where the guest left it to the type.</summary>
    /// <returns>Why there is no such socket: packets of the network itself are for those who run it.</returns>
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
