using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A file, directory or symbolic link of a snapshot. Immutable: all views share it.</summary>
/// <param name="stat">The attributes at the time of the snapshot.</param>
internal abstract class NodeImage(in Filestat stat) : MemoryEntry
{
    private readonly Filestat _stat = stat;

    /// <summary>The attributes at the time of the snapshot.</summary>
    internal Filestat Stat => _stat;

    internal sealed override ulong Inode => _stat.Ino;

    internal sealed override Filetype Filetype => _stat.Filetype;
}

/// <summary>A regular file of a snapshot.</summary>
/// <param name="stat">The attributes.</param>
/// <param name="pages">The contents.</param>
internal sealed class FileImage(in Filestat stat, FrozenPages pages) : NodeImage(stat)
{
    internal FrozenPages Pages => pages;
}

/// <summary>A symbolic link of a snapshot.</summary>
/// <param name="stat">The attributes.</param>
/// <param name="target">The target path.</param>
internal sealed class SymlinkImage(in Filestat stat, byte[] target) : NodeImage(stat)
{
    internal byte[] Target => target;
}

/// <summary>A directory of a snapshot.</summary>
/// <param name="stat">The attributes.</param>
/// <param name="entries">The entries in ascending order of their cookies.</param>
internal sealed class DirectoryImage(in Filestat stat, IReadOnlyList<EntryImage> entries) : NodeImage(stat)
{
    internal IReadOnlyList<EntryImage> Entries => entries;
}

/// <summary>An entry of a directory of a snapshot.</summary>
/// <param name="Name">The name.</param>
/// <param name="Cookie">The cookie of the entry: see <see cref="EntryTable{T}"/>.</param>
/// <param name="Node">The file, directory or symbolic link.</param>
internal readonly record struct EntryImage(byte[] Name, ulong Cookie, NodeImage Node);
