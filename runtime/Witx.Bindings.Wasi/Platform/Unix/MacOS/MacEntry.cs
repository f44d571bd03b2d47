using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>The start of macOS's <c>struct dirent</c> with 64-bit inode numbers. The name follows.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal readonly unsafe struct MacEntry
{
    internal const int Size = 21;

    [FieldOffset(0)] internal readonly ulong Inode;
    [FieldOffset(18)] private readonly ushort _nameLength;
    [FieldOffset(20)] internal readonly byte Type;

    internal static ReadOnlySpan<byte> Name(MacEntry* entry) => new((byte*)entry + Size, entry->_nameLength);
}
