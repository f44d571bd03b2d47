using System;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A directory in memory, created by <see cref="WasiDirectory.CreateInMemory"/> or <see cref="WasiMemorySnapshot.CreateView"/>.
/// </summary>
/// <remarks>
/// Its content lives as long as this object. Guests and the embedder can use it at the same time. A method of the embedder is not one step
/// for a guest that uses the same files.
/// </remarks>
public sealed class WasiMemoryDirectory : WasiDirectory
{
    private readonly MemoryDirectoryNode _root;

    /// <param name="root">The root directory.</param>
    /// <param name="isNew">True if it is not the root of a snapshot.</param>
    internal WasiMemoryDirectory(MemoryDirectoryNode root, bool isNew)
        : base(_ => root.Directory)
    {
        _root = root;
        if (isNew)
        {
            root.MakeRoot();
        }
    }

    /// <summary>Creates a snapshot of the directory. Later changes of the directory do not affect it.</summary>
    /// <returns>The snapshot, from which writable views can be created.</returns>
    /// <remarks>
    /// The time is proportional to the number of names, and not to the length of the files: their contents are shared, and a write copies
    /// the pages of 64 KiB that it changes. Guests can use the directory during the call: the snapshot may
    /// contain a part of a write that is in progress.
    /// </remarks>
    public WasiMemorySnapshot CreateSnapshot() => new(Freeze(), _root.Volume.LastInode);

    /// <summary>Creates the image of the directory and everything below it.</summary>
    internal DirectoryImage Freeze()
    {
        lock (_root.Volume.NamesLock)
        {
            return _root.Freeze();
        }
    }

    /// <summary>Creates a view of a snapshot.</summary>
    internal static WasiMemoryDirectory Create(DirectoryImage image, ulong lastInode, WasiQuota? quota, TimeProvider? time)
    {
        MemoryVolume volume = CreateVolume(quota, time, lastInode);
        return new WasiMemoryDirectory(new MemoryDirectoryNode(volume, image), isNew: false);
    }
}
