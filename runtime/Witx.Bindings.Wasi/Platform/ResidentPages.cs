using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>Finds the pages of memory that are in use: resident or swapped out. On systems that do not tell, these are all pages.</summary>
internal sealed class ResidentPages : IDisposable
{
    private const int EntryLength = sizeof(ulong);

    // The usual length of a huge page. Where it differs, the advice has no effect.
    private const int HugePageLength = 1 << 21;

    // Present or swapped: https://www.kernel.org/doc/html/latest/admin-guide/mm/pagemap.html
    private const ulong UsedMask = 3UL << 62;

    private readonly SafeFileHandle? _map;

    private ResidentPages(SafeFileHandle? map) => _map = map;

    internal static ResidentPages Open()
    {
        try
        {
            return new ResidentPages(OperatingSystem.IsLinux() ? File.OpenHandle("/proc/self/pagemap") : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ResidentPages(null);
        }
    }

    /// <summary>Finds the ranges of used pages in memory that starts at a page.</summary>
    internal unsafe IReadOnlyList<Range> Find(Span<byte> memory)
    {
        int pageLength = Environment.SystemPageSize;
        int count = memory.Length / pageLength;
        byte[] entries = new byte[count * EntryLength];
        fixed (byte* start = memory)
        {
            if (_map is null || RandomAccess.Read(_map, entries, (long)((nuint)start / (uint)pageLength) * EntryLength) != entries.Length)
            {
                return [0..memory.Length];
            }
        }

        List<Range> ranges = [];
        ReadOnlySpan<ulong> pages = MemoryMarshal.Cast<byte, ulong>(entries);
        for (int page = 0; page < count; page++)
        {
            int first = page;
            while (page < count && (pages[page] & UsedMask) != 0)
            {
                page++;
            }

            if (page > first)
            {
                ranges.Add((first * pageLength)..(page * pageLength));
            }
        }

        return ranges;
    }

    /// <summary>
    /// Allocates pages that are about to be written, with one call, and as huge pages where all of one will be written. The kernel takes
    /// longer to allocate each when it is first written. Has no effect on systems without such a call.
    /// </summary>
    internal static unsafe void Allocate(Span<byte> memory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        fixed (byte* start = memory)
        {
            byte* end = start + memory.Length;
            byte* firstHuge = (byte*)(((nuint)start + HugePageLength - 1) & ~(nuint)(HugePageLength - 1));
            byte* endHuge = (byte*)((nuint)end & ~(nuint)(HugePageLength - 1));
            if (firstHuge < endHuge)
            {
                _ = LinuxLibc.Advise(firstHuge, (nuint)(endHuge - firstHuge), LinuxConstants.AdviceHugePage);
            }

            _ = LinuxLibc.Advise(start, (nuint)memory.Length, LinuxConstants.AdvicePopulateWrite);
        }
    }

    public void Dispose() => _map?.Dispose();
}
