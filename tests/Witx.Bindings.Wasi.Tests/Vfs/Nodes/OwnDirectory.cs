using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Text;
using System.Threading;

namespace Witx.Bindings.Wasi.Tests.Vfs.Nodes;

/// <summary>A complete file system that an embedder could write: everything that guests can change is overridden.</summary>
internal sealed class OwnDirectory : WasiDirectoryNode
{
    private readonly SortedDictionary<string, WasiNode> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate;
    private OwnDirectory? _parent;
    private WasiNodeTimes _times = OwnTimes.Now;
    private bool _isRemoved;

    /// <summary>Creates the root of a file system.</summary>
    public OwnDirectory()
        : this(new Lock(), null)
    {
    }

    private OwnDirectory(Lock gate, OwnDirectory? parent) => (_gate, _parent) = (gate, parent);

    public override WasiDirectoryNode? Parent => _parent;

    public override WasiNodeTimes Times => _times;

    public override WasiTypes.Errno SetTimes(ulong? accessed, ulong? modified)
    {
        _times = OwnTimes.Set(_times, accessed, modified);
        return Errno.Success;
    }

    public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(Encoding.Latin1.GetString(name), out node);
        }
    }

    public override IEnumerable<WasiDirectoryEntry> List()
    {
        lock (_gate)
        {
            return
            [
                .. _entries.Select(static entry => new WasiDirectoryEntry(
                    Encoding.Latin1.GetBytes(entry.Key),
                    entry.Value switch
                    {
                        OwnDirectory => Filetype.Directory,
                        OwnFile => Filetype.RegularFile,
                        _ => Filetype.SymbolicLink,
                    },
                    inodeNumber: 0)),
            ];
        }
    }

    public override WasiTypes.Errno CreateFile(ReadOnlySpan<byte> name, out WasiFileNode? file)
    {
        OwnFile created = new();
        Errno error = Add(name, created);
        file = error == Errno.Success ? created : null;
        return error;
    }

    public override WasiTypes.Errno CreateDirectory(ReadOnlySpan<byte> name) => Add(name, new OwnDirectory(_gate, this));

    public override WasiTypes.Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        Add(name, new OwnLink(target.ToArray()));

    public override WasiTypes.Errno CreateHardLink(ReadOnlySpan<byte> name, WasiNode node) => Add(name, node);

    public override WasiTypes.Errno RemoveFile(ReadOnlySpan<byte> name) => Remove(name);

    public override WasiTypes.Errno RemoveDirectory(ReadOnlySpan<byte> name) => Remove(name);

    public override WasiTypes.Errno Rename(ReadOnlySpan<byte> name, WasiDirectoryNode newDirectory, ReadOnlySpan<byte> newName)
    {
        OwnDirectory other = (OwnDirectory)newDirectory;
        lock (_gate)
        {
            if (other._isRemoved || !TryGet(name, out WasiNode? node))
            {
                return Errno.Noent;
            }

            _ = other.Remove(newName);
            _ = Remove(name);
            _ = other.Add(newName, node);
            return Errno.Success;
        }
    }

    private Errno Add(ReadOnlySpan<byte> name, WasiNode node)
    {
        lock (_gate)
        {
            if (_isRemoved || !_entries.TryAdd(Encoding.Latin1.GetString(name), node))
            {
                return _isRemoved ? Errno.Noent : Errno.Exist;
            }

            _times = OwnTimes.MarkModified(_times);
            if (node is OwnDirectory directory)
            {
                (directory._parent, directory._isRemoved) = (this, false);
            }

            if (node is OwnFile file)
            {
                file.Links++;
            }

            return Errno.Success;
        }
    }

    private Errno Remove(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            if (!_entries.Remove(Encoding.Latin1.GetString(name), out WasiNode? node))
            {
                return Errno.Noent;
            }

            _times = OwnTimes.MarkModified(_times);
            if (node is OwnDirectory directory)
            {
                (directory._parent, directory._isRemoved) = (null, true);
            }

            if (node is OwnFile file)
            {
                file.Links--;
            }

            return Errno.Success;
        }
    }

    private sealed class OwnLink(byte[] target) : WasiLinkNode(target)
    {
        private WasiNodeTimes _times = OwnTimes.Now;

        public override WasiNodeTimes Times => _times;

        public override WasiTypes.Errno SetTimes(ulong? accessed, ulong? modified)
        {
            _times = OwnTimes.Set(_times, accessed, modified);
            return Errno.Success;
        }
    }
}
