using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A directory of an overlay: a lower directory with added entries and whiteouts. The lower tree must not change.</summary>
internal sealed class OverlayDirectoryNode : MemoryDirectoryNode
{
    private const int DotCount = 2;

    private readonly LowerPath _lower;
    // Nodes of lower entries that were looked up.
    private readonly Dictionary<byte[], MemoryNode> _materialized = new(NameComparer.Instance);

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

    /// <summary>1, as in other file systems that do not count subdirectories: the lower directory is not listed for a count.</summary>
    protected override uint ReportedLinks => 1;

    /// <summary>The path of the lower directory.</summary>
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
        if (_materialized.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(name) || TryMaterialize(name, out _))
        {
            SetWithoutLink(name, new Whiteout(Volume));
        }
    }

    internal override DirectoryListing List() => new OverlayListing(this);

    /// <summary>Returns true if a lower entry is hidden by an entry or a whiteout of the overlay.</summary>
    internal bool Hides(ReadOnlySpan<byte> name) => base.TryGet(name, out _);

    /// <summary>Finds or creates the node of a lower entry. Every open of the entry shares this node.</summary>
    private bool TryMaterialize(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node)
    {
        Dictionary<byte[], MemoryNode>.AlternateLookup<ReadOnlySpan<byte>> materialized =
            _materialized.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (materialized.TryGetValue(name, out node))
        {
            return true;
        }

        LowerPath lower = _lower.GetChild(name);
        if (lower.GetStat(out Filestat stat) != Errno.Success)
        {
            return false;
        }

        node = stat.Filetype switch
        {
            Filetype.Directory => new OverlayDirectoryNode(Volume, lower, stat) { Parent = this },
            Filetype.RegularFile => new OverlayFileNode(Volume, lower, stat),
            Filetype.SymbolicLink => MaterializeLink(lower, stat),
            _ => new OverlaySpecialNode(Volume, stat),
        };
        if (node is null)
        {
            return false;
        }

        // Count the same links as Add does, because Remove subtracts them: the entry itself, and the ".." entry of a subdirectory.
        node.Links++;
        Links += node is MemoryDirectoryNode ? 1U : 0;
        materialized[name] = node;
        return true;
    }

    private MemorySymlinkNode? MaterializeLink(LowerPath lower, in Filestat stat)
    {
        Span<byte> target = stackalloc byte[PathLimits.MaxPathLength];
        return lower.ReadLink(target, out int length) == Errno.Success ? new MemorySymlinkNode(Volume, target[..length], stat) : null;
    }
}
