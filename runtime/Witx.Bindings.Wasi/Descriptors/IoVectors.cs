using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi;

internal readonly record struct IoVector(ulong Address, ulong Length);

internal readonly ref struct IoVectors(GuestMemory memory, ReadOnlySpan<IoVector> entries)
{
    private readonly GuestMemory _memory = memory;
    internal ReadOnlySpan<IoVector> Entries { get; } = entries;
    internal Span<byte> this[int index] => _memory.Slice(Entries[index].Address, Entries[index].Length);
    internal int Count => Entries.Length;
    internal ref byte Origin => ref MemoryMarshal.GetReference(_memory.Slice(0, 0));
}
