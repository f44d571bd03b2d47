using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>Linux's <c>struct statx</c>: one layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct StatX
{
    /// <summary>Everything that <c>stat</c> knows.</summary>
    internal const int BasicStats = 0x7ff;

    [FieldOffset(16)] private readonly uint _links;
    [FieldOffset(28)] private readonly ushort _mode;
    [FieldOffset(32)] private readonly ulong _inode;
    [FieldOffset(40)] private readonly ulong _size;
    [FieldOffset(64)] private readonly Time _accessed;
    [FieldOffset(96)] private readonly Time _changed;
    [FieldOffset(112)] private readonly Time _modified;
    [FieldOffset(136)] private readonly uint _deviceMajor;
    [FieldOffset(140)] private readonly uint _deviceMinor;

    internal Filestat ToFilestat() =>
        new(Device, _inode, UnixFiletype.FromMode(_mode), _links, _size, _accessed.ToTimestamp(), _modified.ToTimestamp(), _changed.ToTimestamp());

    /// <summary>The C library's <c>dev_t</c>.</summary>
    private ulong Device =>
        ((_deviceMajor & 0xffff_f000UL) << 32) | ((_deviceMajor & 0xfffUL) << 8) | ((_deviceMinor & 0xffff_ff00UL) << 12) | (_deviceMinor & 0xffUL);

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private readonly struct Time
    {
        private readonly long _seconds;
        private readonly uint _nanoseconds;

        internal ulong ToTimestamp() => new TimeSpec(_seconds, _nanoseconds).ToTimestamp();
    }
}
