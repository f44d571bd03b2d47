using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A directory in memory. Its members require <see cref="MemoryVolume.NamesLock"/>.</summary>
internal class MemoryDirectoryNode : MemoryNode
{
    // The entry "." of the directory itself.
    private const uint OwnLink = 1;

    private readonly EntryTable<MemoryNode> _entries = new();

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

    internal override Filetype Filetype => Filetype.Directory;

    internal override ulong Size => 0;

    /// <summary>The inode that descriptors refer to.</summary>
    internal MemoryDirectory Directory { get; }

    /// <summary>The parent directory, or null for the root and for a removed directory.</summary>
    internal MemoryDirectoryNode? Parent { get; set; }

    /// <summary>True if the directory was removed, so that no entry can be created in it.</summary>
    internal bool IsRemoved => Links == OwnLink;

    /// <summary>Makes the directory the root of a file system, which is never removed.</summary>
    internal MemoryDirectory MakeRoot()
    {
        Links++;
        return Directory;
    }

    /// <summary>True if the directory has no entries besides <c>.</c> and <c>..</c>.</summary>
    internal virtual bool IsEmpty => _entries.Count == 0;

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

    /// <summary>Finds the node of an entry.</summary>
    internal virtual bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node) => _entries.TryGet(name, out node);

    /// <summary>Returns the number of quota entries that were charged for a name: 1 for an entry in memory, 0 otherwise.</summary>
    internal virtual uint GetCharge(ReadOnlySpan<byte> name) => _entries.TryGet(name, out _) ? 1U : 0;

    /// <summary>Adds an entry and counts the link. The caller charges the quota.</summary>
    internal virtual void Add(ReadOnlySpan<byte> name, MemoryNode node)
    {
        _entries.Set(name, node);
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
        _entries.Remove(name);
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
    protected void SetWithoutLink(ReadOnlySpan<byte> name, MemoryNode node) => _entries.Set(name, node);

    /// <summary>Creates a listing of the entries.</summary>
    internal virtual DirectoryListing List() => new MemoryListing(this);

    /// <summary>Finds the first entry after a cookie: see <see cref="EntryTable{T}.TryGetNext"/>.</summary>
    internal bool TryGetNext(
        ulong cookie, [NotNullWhen(true)] out byte[]? name, [NotNullWhen(true)] out MemoryNode? node, out ulong next) =>
        _entries.TryGetNext(cookie, out name, out node, out next);
}
