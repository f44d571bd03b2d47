using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>macOS's <c>struct stat</c> with 64-bit inode numbers.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal readonly struct MacStat : INativeStat
{
    [FieldOffset(0)] private readonly int _device;
    [FieldOffset(4)] private readonly ushort _mode;
    [FieldOffset(6)] private readonly ushort _links;
    [FieldOffset(8)] private readonly ulong _inode;
    [FieldOffset(16)] private readonly uint _owner;
    [FieldOffset(32)] private readonly TimeSpec _accessed;
    [FieldOffset(48)] private readonly TimeSpec _modified;
    [FieldOffset(64)] private readonly TimeSpec _changed;
    [FieldOffset(96)] private readonly long _size;

    internal uint Mode => _mode;

    internal uint Owner => _owner;

    public Filestat ToFilestat() =>
        new(
            (uint)_device,
            _inode,
            UnixFiletype.FromMode(_mode),
            _links,
            (ulong)_size,
            _accessed.ToTimestamp(),
            _modified.ToTimestamp(),
            _changed.ToTimestamp());
}
