using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Witx.Bindings.Wasi.Vfs.Zip;

/// <summary>A directory of a zip archive. Immutable after <see cref="ZipTree"/> has filled it.</summary>
/// <param name="parent">The parent directory, or null for the root.</param>
internal sealed class ZipDirectoryNode(ZipDirectoryNode? parent) : WasiDirectoryNode
{
    private readonly Dictionary<byte[], WasiNode> _entries = new(NameComparer.Instance);

    public override WasiDirectoryNode? Parent => parent;

    public override WasiNodeTimes Times => ModifiedTimes;

    public override ulong LinkCount => 1;

    public override bool IsEmpty => _entries.Count == 0;

    /// <summary>The times that the archive has for the directory.</summary>
    internal WasiNodeTimes ModifiedTimes { get; set; }

    /// <summary>True if the archive has an entry for the directory itself.</summary>
    internal bool IsDeclared { get; set; }

    public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node) =>
        _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out node);

    public override IEnumerable<WasiDirectoryEntry> List() =>
        _entries.Select(static entry => new WasiDirectoryEntry(entry.Key, GetFiletype(entry.Value), inodeNumber: 0));

    /// <summary>Adds an entry.</summary>
    /// <returns>False if the name exists.</returns>
    internal bool TryAdd(byte[] name, WasiNode node) => _entries.TryAdd(name, node);

    private static Filetype GetFiletype(WasiNode node) => node switch
    {
        WasiDirectoryNode => Filetype.Directory,
        WasiLinkNode => Filetype.SymbolicLink,
        _ => Filetype.RegularFile,
    };
}
