namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>
/// The file, directory or symbolic link that a directory entry refers to: a node, or the image of one that no guest of a view has used.
/// </summary>
internal abstract class MemoryEntry
{
    /// <summary>The inode number.</summary>
    internal abstract ulong Inode { get; }

    /// <summary>The file type.</summary>
    internal abstract Filetype Filetype { get; }
}
