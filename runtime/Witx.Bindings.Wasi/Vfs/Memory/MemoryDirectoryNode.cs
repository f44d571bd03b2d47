using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A directory in memory. Its members require <see cref="MemoryVolume.NamesLock"/>.</summary>
internal class MemoryDirectoryNode : MemoryNode
{
    // The entry "." of the directory itself.
    private const uint OwnLink = 1;

    private readonly EntryTable<MemoryEntry> _entries = new();

    // The entries of a directory of a view before its first use.
    private DirectoryImage? _unusedImage;

    internal MemoryDirectoryNode(MemoryVolume volume)
        : base(volume)
    {
        Directory = new MemoryDirectory(this);
        Links = OwnLink;
    }

    protected MemoryDirectoryNode(MemoryVolume volume, in Filestat stat)
        : base(volume, stat)
    {
        Directory = new MemoryDirectory(this);
        Links = OwnLink;
    }

    /// <summary>Creates the directory of a view.</summary>
    internal MemoryDirectoryNode(MemoryVolume volume, DirectoryImage image)
        : base(volume, image)
    {
        Directory = new MemoryDirectory(this);
        _unusedImage = image;
    }

    internal override Filetype Filetype => Filetype.Directory;

    internal override ulong Size => 0;

    /// <summary>The inode that descriptors refer to.</summary>
    internal MemoryDirectory Directory { get; }

    /// <summary>The parent directory, or null for the root and for a removed directory.</summary>
    internal MemoryDirectoryNode? Parent { get; set; }

    /// <summary>True for a directory of a view whose entries no guest has used. Its attributes may have changed.</summary>
    internal bool IsUnused => _unusedImage is not null;

    private EntryTable<MemoryEntry> Entries
    {
        get
        {
            if (_unusedImage is { } image)
            {
                _unusedImage = null;
                foreach (EntryImage entry in image.Entries)
                {
                    _entries.Load(entry.Name, entry.Cookie, entry.Node);
                }
            }

            return _entries;
        }
    }

    /// <summary>True if the directory was removed, so that no entry can be created in it.</summary>
    internal bool IsRemoved => Links == OwnLink;

    /// <summary>Makes the directory the root of a file system, which is never removed.</summary>
    internal MemoryDirectory MakeRoot()
    {
        Links++;
        return Directory;
    }

    /// <summary>True if the directory has no entries besides <c>.</c> and <c>..</c>.</summary>
    internal virtual bool IsEmpty => Entries.Count == 0;

    /// <summary>Returns true if this directory is <paramref name="directory"/> or a descendant of it.</summary>
    internal bool IsWithin(MemoryDirectoryNode directory)
    {
        MemoryDirectoryNode? ancestor = this;
        while (ancestor is not null && ancestor != directory)
        {
            ancestor = ancestor.Parent;
        }

        return ancestor is not null;
    }

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        if ((open & (HostOpen.Write | HostOpen.Create)) != 0)
        {
            return Errno.Isdir;
        }

        inode = Directory;
        return Errno.Success;
    }

    internal override DirectoryImage Freeze() => _unusedImage is { } image ? new DirectoryImage(Stat, image.Entries) : Freezing.Run(this);

    /// <summary>Finds the node of an entry.</summary>
    internal virtual bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node)
    {
        node = !Entries.TryGet(name, out MemoryEntry? entry) ? null : entry as MemoryNode ?? Use(name, (NodeImage)entry);
        return node is not null;
    }

    /// <summary>
    /// Returns the number of quota entries that were charged for a name: 1 for an entry in memory, 0 for one of a snapshot or of a lower
    /// directory, and 0 without an entry.
    /// </summary>
    internal virtual uint GetCharge(ReadOnlySpan<byte> name) => Entries.TryGet(name, out _) && !Entries.IsLoaded(name) ? 1U : 0;

    /// <summary>Adds an entry and counts the link. The caller charges the quota.</summary>
    internal virtual void Add(ReadOnlySpan<byte> name, MemoryNode node)
    {
        Entries.Set(name, node);
        node.Links++;
        MarkModified();
        if (node is MemoryDirectoryNode child)
        {
            child.Parent = this;
            Links++;
        }
        else
        {
            node.MarkChanged();
        }
    }

    /// <summary>Removes an entry. If this was the last link, the caller calls <see cref="MemoryNode.OnUnlinked"/>.</summary>
    internal virtual void Remove(ReadOnlySpan<byte> name, MemoryNode node)
    {
        Entries.Remove(name);
        node.Links--;
        MarkModified();
        if (node is MemoryDirectoryNode child)
        {
            child.Parent = null;
            Links--;
        }
        else
        {
            node.MarkChanged();
        }
    }

    /// <summary>Sets the node of a name without counting a link, for a <see cref="Overlay.Whiteout"/>.</summary>
    protected void SetWithoutLink(ReadOnlySpan<byte> name, MemoryNode node) => Entries.Set(name, node);

    /// <summary>Creates a listing of the entries.</summary>
    internal virtual DirectoryListing List() => new MemoryListing(this);

    /// <summary>Finds the first entry after a cookie: see <see cref="EntryTable{T}.TryGetNext"/>.</summary>
    internal bool TryGetNext(
        ulong cookie, [NotNullWhen(true)] out byte[]? name, [NotNullWhen(true)] out MemoryEntry? node, out ulong next) =>
        Entries.TryGetNext(cookie, out name, out node, out next);

    /// <summary>Replaces the image of an entry by a node, which can change.</summary>
    private MemoryNode Use(ReadOnlySpan<byte> name, NodeImage image)
    {
        MemoryNode node = image is DirectoryImage directory
            ? new MemoryDirectoryNode(Volume, directory) { Parent = this }
            : Volume.GetNode(image);
        Entries.Set(name, node);
        return node;
    }
}
