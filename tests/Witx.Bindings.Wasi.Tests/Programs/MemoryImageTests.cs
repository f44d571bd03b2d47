using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

public sealed class MemoryImageTests
{
    // A page of WebAssembly, which is at least as long as one of the system.
    private const int PageLength = 1 << 16;
    private const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled";
    private const int Pages = (48 << 20) / PageLength;

    [Fact]
    public void Copy_SomePagesInUse_CopiesThemAndAllocatesNoOthers()
    {
        using Engine engine = new(new Config().WithWasmThreads(true).WithSharedMemory(true));
        using SharedMemory source = new(engine, Pages, Pages);
        using SharedMemory destination = new(engine, Pages, Pages);
        Span<byte> bytes = source.Memory.Slice(0, source.Memory.Length);

        // Single pages; a block that contains huge pages and crosses the copy's chunks of 32 MiB; a block that ends with the memory.
        int[] used = [0, 2, 4, 43, .. Enumerable.Range(375, 188), .. Enumerable.Range(Pages - 62, 62)];
        foreach (int page in used)
        {
            bytes.Slice(page * PageLength, PageLength).Fill((byte)(page | 1));
        }

        MemoryImage.Copy(source.Memory, destination.Memory);

        Span<byte> copy = destination.Memory.Slice(0, destination.Memory.Length);
        using (ResidentPages pages = ResidentPages.Open())
        {
            int[] resident = [.. pages.Find(copy).SelectMany(GetPages)];
            Assert.Equal(used, AllocatesPagesAlone() ? resident : resident.Intersect(used));
        }

        Assert.True(bytes.SequenceEqual(copy));
    }

    /// <summary>Returns false on a system that tells nothing about pages, or that allocates huge pages for every memory.</summary>
    private static bool AllocatesPagesAlone() => OperatingSystem.IsLinux()
        && !(File.Exists(HugePages) && File.ReadAllText(HugePages).Contains("[always]", StringComparison.Ordinal));

    private static IEnumerable<int> GetPages(Range range) =>
        Enumerable.Range(range.Start.Value / PageLength, (range.End.Value - range.Start.Value) / PageLength);
}
