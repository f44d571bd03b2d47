using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>
/// A directory of the tree below an overlay, with what differs from it: names given here, and names that were taken away (white-outs). The tree below
/// must not change by other hands meanwhile.
/// </summary>
internal sealed class OverlayDirectoryNode : MemoryDirectoryNode
{
    private const int DotCount = 2;

    private readonly LowerPath _lower;
    private readonly Dictionary<byte[], MemoryNode> _met = new(NameComparer.Instance);

    internal OverlayDirectoryNode(MemoryVolume volume, LowerPath lower, in Filestat stat)
        : base(volume, stat) => _lower = lower;

    internal override bool IsEmpty
    {
        get
        {
            OverlayListing listing = new(this);
            return listing.MoveTo(0) == Errno.Success && listing.Count == DotCount;
        }
    }

    /// <summary>One, which says that nobody has counted the directories below.</summary>
    protected override uint ReportedLinks => 1;

    internal LowerPath Lower => _lower;

    internal override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node)
    {
        if (base.TryGet(name, out node))
        {
            node = node is Whiteout ? null : node;
            return node is not null;
        }

        return TryMaterialize(name, out node);
    }

    internal override uint GetCharge(ReadOnlySpan<byte> name) => base.TryGet(name, out MemoryNode? node) && node is not Whiteout ? 1U : 0;

    internal override void Remove(ReadOnlySpan<byte> name, MemoryNode node)
    {
        base.Remove(name, node);
        if (_met.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(name) || TryMaterialize(name, out _))
        {
            SetWithoutLink(name, new Whiteout(Volume));
        }
    }

    internal override DirectoryListing List() => new OverlayListing(this);

    /// <summary>Whether a name below does not show: something else has it, or nothing any more.</summary>
    internal bool Hides(ReadOnlySpan<byte> name) => base.TryGet(name, out _);

    /// <summary>What lies below under a name, made known here once: all who open it share it.</summary>
    private bool TryMaterialize(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node)
    {
        Dictionary<byte[], MemoryNode>.AlternateLookup<ReadOnlySpan<byte>> met = _met.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (met.TryGetValue(name, out node))
        {
            return true;
        }

        LowerPath place = _lower.Below(name);
        if (place.GetStat(out Filestat stat) != Errno.Success)
        {
            return false;
        }

        node = stat.Filetype switch
        {
            Filetype.Directory => new OverlayDirectoryNode(Volume, place, stat) { Parent = this },
            Filetype.RegularFile => new OverlayFileNode(Volume, place, stat),
            Filetype.SymbolicLink => MeetLink(place, stat),
            _ => new OverlaySpecialNode(Volume, stat),
        };
        if (node is null)
        {
            return false;
        }

        // Counted like an entry of Add, because Remove takes the count back: the name of the node, and the ".." entry of a directory in it.
        node.Links++;
        Links += node is MemoryDirectoryNode ? 1U : 0;
        met[name] = node;
        return true;
    }

    private MemorySymlinkNode? MeetLink(LowerPath place, in Filestat stat)
    {
        Span<byte> target = stackalloc byte[PathParser.MaxLength];
        return place.ReadLink(target, out int length) == Errno.Success ? new MemorySymlinkNode(Volume, target[..length], stat) : null;
    }
}
