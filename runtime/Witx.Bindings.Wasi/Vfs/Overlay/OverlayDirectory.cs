using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>Creates overlay file systems: a read-only lower tree with the guest's changes in memory, limited by a quota.</summary>
internal static class OverlayDirectory
{
    /// <summary>Creates an overlay of a directory tree.</summary>
    /// <param name="lower">The root directory of the lower tree. It must outlive the overlay, and the tree must not change.</param>
    /// <param name="volume">The volume that keeps the changes.</param>
    /// <param name="directory">The root directory of the overlay, or null on an error.</param>
    internal static Errno Create(DirectoryInode lower, MemoryVolume volume, out DirectoryInode? directory)
    {
        Errno error = lower.GetStat(out Filestat stat);
        directory = error == Errno.Success ? new OverlayDirectoryNode(volume, new LowerPath(lower, [(byte)'.']), stat).MakeRoot() : null;
        return error;
    }
}
