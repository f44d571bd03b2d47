using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>The mark that a name of the tree below is gone.</summary>
internal sealed class Whiteout(MemoryVolume volume) : MemoryNode(volume)
{
    internal override Filetype Filetype => Filetype.Unknown;

    internal override ulong Size => 0;

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        return Errno.Noent;
    }
}
