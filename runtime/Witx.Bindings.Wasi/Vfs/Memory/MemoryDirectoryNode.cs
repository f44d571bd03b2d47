using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A directory in memory: names and what they stand for. Everything here happens under the volume's lock over names.</summary>
internal class MemoryDirectoryNode : MemoryNode
{
    /// <summary>The name <c>.</c> in itself.</summary>
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

    /// <summary>What guests open.</summary>
    internal MemoryDirectory Directory { get; }

    /// <summary>The directory that it lies in; none for the first, and for one that was removed.</summary>
    internal MemoryDirectoryNode? Parent { get; set; }

    /// <summary>Whether it has lost its name: nothing new can be put into it.</summary>
    internal bool IsRemoved => Links == OwnLink;

    /// <summary>Makes it the first directory of a file system, which has no name to lose.</summary>
    internal MemoryDirectory MakeRoot()
    {
        Links++;
        return Directory;
    }

    internal virtual bool IsEmpty => _entries.Count == 0;

    /// <summary>Whether it is a directory or lies below it.</summary>
    internal bool IsWithin(MemoryDirectoryNode folder)
    {
        MemoryDirectoryNode? place = this;
        while (place is not null && place != folder)
        {
            place = place.Parent;
        }

        return place is not null;
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

    internal virtual bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node) => _entries.TryGet(name, out node);

    /// <summary>What a name was charged to the volume's quota: nothing where there is none.</summary>
    internal virtual uint GetCharge(ReadOnlySpan<byte> name) => _entries.TryGet(name, out _) ? 1U : 0;

    /// <summary>Gives a name to a node. It is charged by whoever gives it.</summary>
    internal virtual void Add(ReadOnlySpan<byte> name, MemoryNode node)
    {
        _entries.Set(name, node);
        node.Links++;
        MarkModified();
        if (node is MemoryDirectoryNode folder)
        {
            folder.Parent = this;
            Links++;
        }
        else
        {
            node.MarkChanged();
        }
    }

    /// <summary>Takes a name from its node, which may have had no other: see <see cref="MemoryNode.OnUnlinked"/>.</summary>
    internal virtual void Remove(ReadOnlySpan<byte> name, MemoryNode node)
    {
        _entries.Remove(name);
        node.Links--;
        MarkModified();
        if (node is MemoryDirectoryNode folder)
        {
            folder.Parent = null;
            Links--;
        }
        else
        {
            node.MarkChanged();
        }
    }

    /// <summary>Keeps something under a name that it does not get.</summary>
    protected void SetWithoutLink(ReadOnlySpan<byte> name, MemoryNode node) => _entries.Set(name, node);

    internal virtual DirectoryListing List() => new MemoryListing(this);

    /// <summary>The first entry behind a cookie.</summary>
    internal bool TryGetNext(ulong cookie, [NotNullWhen(true)] out byte[]? name, [NotNullWhen(true)] out MemoryNode? node, out ulong next) =>
        _entries.TryGetNext(cookie, out name, out node, out next);
}
