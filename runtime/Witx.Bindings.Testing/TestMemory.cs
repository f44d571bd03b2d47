using System;
using System.Collections.Generic;

namespace Witx.Bindings.Testing;

/// <summary>The memory of a test guest. Bytes that are not allocated have a pattern, by which a change is found.</summary>
internal sealed class TestMemory
{
    /// <summary>The smallest distance between two allocations. Address 0 is never allocated.</summary>
    private const int RedZone = 64;

    private readonly byte[] _bytes;
    private readonly List<Allocation> _allocations = [];

    internal TestMemory(int size)
    {
        _bytes = new byte[size];
        Fill(0, size);
    }

    internal GuestMemory View => new(_bytes);

    /// <summary>The number of allocations.</summary>
    internal int Count => _allocations.Count;

    /// <summary>Allocates memory, whose content keeps the pattern.</summary>
    /// <returns>The address.</returns>
    internal ulong Allocate(string name, int length, int alignment)
    {
        int end = Count == 0 ? 0 : GetEnd(Count - 1);
        int step = Math.Max(alignment, 1);
        int start = (end + RedZone + step - 1) / step * step;
        if (length > _bytes.Length - start - RedZone)
        {
            throw new ArgumentException(
                $"The guest memory of {_bytes.Length} bytes is too small for {length} bytes of '{name}'; "
                + "create the guest with a larger one.");
        }

        _allocations.Add(new Allocation(name, start, length));
        return (ulong)start;
    }

    /// <summary>Releases all but the first allocations.</summary>
    internal void Release(int kept)
    {
        for (int i = kept; i < Count; i++)
        {
            Fill(_allocations[i].Start, _allocations[i].Length);
        }

        _allocations.RemoveRange(kept, Count - kept);
    }

    /// <summary>Checks that all bytes that are not allocated have the pattern.</summary>
    internal void Check(string function)
    {
        int next = 0;
        for (int i = 0; i <= Count; i++)
        {
            int end = i < Count ? _allocations[i].Start : _bytes.Length;
            for (int address = next; address < end; address++)
            {
                if (_bytes[address] != Pattern(address))
                {
                    throw Describe(function, address, i);
                }
            }

            next = i < Count ? end + _allocations[i].Length : end;
        }
    }

    private static byte Pattern(int address) => unchecked((byte)(0xa5 ^ (address * 37)));

    /// <summary>Describes a change between two allocations by the nearer one.</summary>
    private RedZoneException Describe(string function, int address, int next)
    {
        // The pattern is restored, so that the next call reports only its own changes.
        int start = next == 0 ? 0 : GetEnd(next - 1);
        Fill(start, (next < Count ? _allocations[next].Start : _bytes.Length) - start);
        if (Count == 0)
        {
            return new RedZoneException("", $"'{function}' changed the guest memory at address 0x{address:x}, but nothing was allocated.");
        }

        bool isAfter = next > 0 && (next == Count || address - GetEnd(next - 1) < _allocations[next].Start - address);
        Allocation near = _allocations[isAfter ? next - 1 : next];
        string place = isAfter
            ? $"{address - near.Start - near.Length} bytes behind the end"
            : $"{near.Start - address} bytes in front of the start";
        return new RedZoneException(
            near.Name,
            $"'{function}' changed the guest memory at address 0x{address:x}, which is not allocated: "
            + $"{place} of the {near.Length} bytes of '{near.Name}' at 0x{near.Start:x}.");
    }

    private int GetEnd(int index) => _allocations[index].Start + _allocations[index].Length;

    private void Fill(int start, int length)
    {
        for (int i = start; i < start + length; i++)
        {
            _bytes[i] = Pattern(i);
        }
    }

    private readonly record struct Allocation(string Name, int Start, int Length);
}
