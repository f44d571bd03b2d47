using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>An entry of an overlay directory that hides a lower entry of the same name, because the guest removed it.</summary>
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
