using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Copies the linear memory of one instance of a program to another, fresh one (<c>fork</c>).</summary>
internal static class MemoryImage
{
    private const int ChunkLength = 1 << 25;

    /// <summary>Copies the pages that are in use. The others are equal in both: zero, or as the program initializes them.</summary>
    internal static void Copy(GuestMemory source, GuestMemory destination)
    {
        using ResidentPages pages = ResidentPages.Open();
        for (ulong start = 0; start < source.Length; start += ChunkLength)
        {
            ulong count = Math.Min(ChunkLength, source.Length - start);
            Span<byte> from = source.Slice(start, count);
            Span<byte> to = destination.Slice(start, count);
            foreach (Range range in pages.Find(from))
            {
                ResidentPages.Allocate(to[range]);
                from[range].CopyTo(to[range]);
            }
        }
    }
}
