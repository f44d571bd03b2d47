using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>Creates the image of a directory tree in memory for a snapshot. Requires <see cref="MemoryVolume.NamesLock"/>.</summary>
/// <remarks>
/// The time is proportional to the number of names, except below directories of a view that no guest has used, which keep their image.
/// File contents are not copied. Not recursive: a guest chooses the depth of the tree.
/// </remarks>
internal sealed class Freezing
{
    private readonly Stack<Level> _levels = [];

    // The images of files with several names, which must stay one file.
    private readonly Dictionary<MemoryNode, NodeImage> _linked = [];

    private Freezing()
    {
    }

    /// <summary>Creates the image of a directory in use and everything below it.</summary>
    internal static DirectoryImage Run(MemoryDirectoryNode root) => new Freezing().Freeze(root);

    private DirectoryImage Freeze(MemoryDirectoryNode root)
    {
        _levels.Push(new Level(root, []));
        while (true)
        {
            Level level = _levels.Peek();
            ulong cookie = level.Entries.Count > 0 ? level.Entries[^1].Cookie : 0;
            if (level.Directory.TryGetNext(cookie, out byte[]? name, out MemoryEntry? entry, out ulong next))
            {
                if (entry is MemoryDirectoryNode { IsUnused: false } child)
                {
                    _levels.Push(new Level(child, []));
                }
                else
                {
                    level.Entries.Add(new EntryImage(name, next, ToImage(entry)));
                }

                continue;
            }

            _levels.Pop();
            DirectoryImage image = new(level.Directory.Stat, level.Entries);
            if (!_levels.TryPeek(out Level? parent))
            {
                return image;
            }

            _ = parent.Directory.TryGetNext(
                parent.Entries.Count > 0 ? parent.Entries[^1].Cookie : 0, out name, out _, out next);
            parent.Entries.Add(new EntryImage(name!, next, image));
        }
    }

    private NodeImage ToImage(MemoryEntry entry)
    {
        if (entry is not MemoryNode node)
        {
            return (NodeImage)entry;
        }

        if (_linked.TryGetValue(node, out NodeImage? image))
        {
            return image;
        }

        image = node.Freeze();
        if (node.Links > 1 && node is not MemoryDirectoryNode)
        {
            _linked.Add(node, image);
        }

        return image;
    }

    /// <param name="Directory">A directory whose entries are being frozen.</param>
    /// <param name="Entries">The images of its entries so far.</param>
    private sealed record Level(MemoryDirectoryNode Directory, List<EntryImage> Entries);
}
