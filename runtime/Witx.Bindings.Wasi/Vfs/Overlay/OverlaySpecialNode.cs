using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A special file of the lower tree, such as a device or a FIFO. It can be renamed and removed, but not opened.</summary>
internal sealed class OverlaySpecialNode : MemoryNode
{
    internal OverlaySpecialNode(MemoryVolume volume, in Filestat stat)
        : base(volume, stat) => Filetype = stat.Filetype;

    internal override Filetype Filetype { get; }

    internal override ulong Size => 0;

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        return Errno.Notsup;
    }
}
