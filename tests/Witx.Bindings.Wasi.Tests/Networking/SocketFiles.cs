namespace Witx.Bindings.Wasi.Tests;

internal static class SocketFiles
{
    extension(OpenFile file)
    {
        internal SocketInode Socket => (SocketInode)file.Inode;
    }
}
