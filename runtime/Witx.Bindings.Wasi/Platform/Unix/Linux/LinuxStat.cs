using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>Linux's <c>struct stat</c>. The link count, the mode and the owner have different offsets on x64 and arm64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal readonly struct LinuxStat : INativeStat
{
    [FieldOffset(0)] private readonly ulong _device;
    [FieldOffset(8)] private readonly ulong _inode;
    [FieldOffset(16)] private readonly ulong _linksOfX64;
    [FieldOffset(16)] private readonly uint _modeOfArm64;
    [FieldOffset(20)] private readonly uint _linksOfArm64;
    [FieldOffset(24)] private readonly uint _modeOfX64;
    [FieldOffset(24)] private readonly uint _ownerOfArm64;
    [FieldOffset(28)] private readonly uint _ownerOfX64;
    [FieldOffset(48)] private readonly long _size;
    [FieldOffset(72)] private readonly TimeSpec _accessed;
    [FieldOffset(88)] private readonly TimeSpec _modified;
    [FieldOffset(104)] private readonly TimeSpec _changed;

    internal uint Mode => LinuxConstants.IsArm64 ? _modeOfArm64 : _modeOfX64;

    internal uint Owner => LinuxConstants.IsArm64 ? _ownerOfArm64 : _ownerOfX64;

    public Filestat ToFilestat() =>
        new(
            _device,
            _inode,
            UnixFiletype.FromMode(Mode),
            LinuxConstants.IsArm64 ? _linksOfArm64 : _linksOfX64,
            (ulong)_size,
            _accessed.ToTimestamp(),
            _modified.ToTimestamp(),
            _changed.ToTimestamp());
}
