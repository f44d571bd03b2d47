using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A file system that begins as a copy of a directory and never writes to it: what guests change is kept in memory, within a quota.</summary>
internal static class OverlayDirectory
{
    /// <summary>An overlay over a tree.</summary>
    /// <param name="lower">The first directory of the tree. It must outlive the overlay, and the tree must not change.</param>
    /// <param name="volume">What the changes are charged to.</param>
    /// <param name="directory">The overlay's first directory.</param>
    internal static Errno Create(DirectoryInode lower, MemoryVolume volume, out DirectoryInode? directory)
    {
        Errno error = lower.GetStat(out Filestat stat);
        directory = error == Errno.Success ? new OverlayDirectoryNode(volume, new LowerPath(lower, [(byte)'.']), stat).MakeRoot() : null;
        return error;
    }
}
