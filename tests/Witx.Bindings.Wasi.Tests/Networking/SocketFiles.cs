using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Access to the socket of an open file description.</summary>
internal static class SocketFiles
{
    extension(OpenFileDescription file)
    {
        internal SocketInode Socket => (SocketInode)file.Inode;
    }
}
