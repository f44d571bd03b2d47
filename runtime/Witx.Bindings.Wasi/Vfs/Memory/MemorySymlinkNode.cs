using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A symbolic link in memory.</summary>
internal sealed class MemorySymlinkNode : MemoryNode
{
    private readonly byte[] _target;
    private readonly bool _isCharged;

    /// <summary>Creates a new link. The caller has charged the length of the target to the quota.</summary>
    internal MemorySymlinkNode(MemoryVolume volume, ReadOnlySpan<byte> target)
        : base(volume) => (_target, _isCharged) = (target.ToArray(), true);

    /// <summary>Creates a copy of a lower link, which is not charged.</summary>
    internal MemorySymlinkNode(MemoryVolume volume, ReadOnlySpan<byte> target, in Filestat stat)
        : base(volume, stat) => _target = target.ToArray();

    /// <summary>Creates the link of a view, which is not charged.</summary>
    internal MemorySymlinkNode(MemoryVolume volume, SymlinkImage image)
        : base(volume, image) => _target = image.Target;

    internal override Filetype Filetype => Filetype.SymbolicLink;

    internal override ulong Size => (ulong)_target.Length;

    /// <summary>The target path in UTF-8.</summary>
    internal ReadOnlySpan<byte> Target => _target;

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        return open.HasFlag(HostOpen.Directory) ? Errno.Notdir : Errno.Loop;
    }

    internal override NodeImage Freeze() => new SymlinkImage(Stat, _target);

    internal override void OnUnlinked() => Volume.Quota.Release(_isCharged ? Size : 0, 0);
}
