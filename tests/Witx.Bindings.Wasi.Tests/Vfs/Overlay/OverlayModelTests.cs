using CsCheck;
using Witx.Bindings.Wasi.Tests.Vfs.Paths;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Overlay;

/// <summary>Compares an overlay with its model: a memory directory with the same entries as the lower directory of the overlay.</summary>
public sealed class OverlayModelTests
{
    private const int Plans = 300;

    private static readonly string[] s_lower =
        ["a/", "a/a/", "a/b/", "a/b/a", "a/ab", "b/", "b/a", "ab", "ba/", "link -> a/b", "up -> a/../b/a"];

    private static readonly Gen<string> s_path =
        Gen.OneOfConst("a", "b", "ab", "ba", "a/a", "a/b", "a/b/a", "b/a", "link", "up", "a/", "../", "/").Array[1, 3]
            .Select(string.Concat);

    private static readonly Gen<(int Operation, string Path, string Other)[]> s_plan =
        Gen.Select(Gen.Int[0, ModelOperations.All.Count - 1], s_path, s_path).Array[20, 60];

    [Fact]
    public void Overlay_RandomOperations_EqualsAMemoryDirectory() => s_plan.Sample(Compare, iter: Plans, threads: 1);

    [Fact]
    public void Overlay_LowerDirectoryRemoved_ParentAcceptsNewEntries()
    {
        using OverlayTree overlay = CreateOverlay();
        Assert.Equal(Errno.Success, overlay.Guest.RemoveDirectory("a/a"));
        Assert.Equal(Errno.Success, overlay.Guest.WriteText("a/new", "text"));
        Assert.Equal(Errno.Success, overlay.Guest.RemoveDirectory("ba"));
        Assert.Equal(Errno.Success, overlay.Guest.CreateDirectory("ba"));
        Assert.Equal("text", overlay.Guest.MustReadText("a/new"));
        Assert.Equal(["a", "ab", "b", "ba", "link", "up"], overlay.Guest.List("."));
    }

    private static void Compare((int Operation, string Path, string Other)[] plan)
    {
        using OverlayTree overlay = CreateOverlay();
        using MemoryTree memory = new();
        memory.Guest.With(s_lower);
        string lower = new DirectoryDump(overlay.Lower).WithTimes;
        ResolverTests.Compare(plan, ("memory", memory), ("overlay", overlay));
        Assert.Equal(lower, new DirectoryDump(overlay.Lower).WithTimes);
        overlay.Guest.Clear();
        Assert.Equal((0UL, 0UL), (overlay.Quota.Bytes, overlay.Quota.Entries));
    }

    private static OverlayTree CreateOverlay()
    {
        OverlayTree overlay = new();
        overlay.Lower.With(s_lower);
        return overlay;
    }
}
