using CsCheck;
using Witx.Bindings.Wasi.Tests.Vfs.Paths;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Overlay;

/// <summary>An overlay is compared with its model: a plain memory directory that starts with the same entries as the overlay's lower directory.</summary>
public sealed class OverlayModelTests
{
    private const int Plans = 300;

    private static readonly string[] s_lower =
        ["a/", "a/a/", "a/b/", "a/b/a", "a/ab", "b/", "b/a", "ab", "ba/", "link -> a/b", "up -> a/../b/a"];

    private static readonly Gen<string> s_path =
        Gen.OneOfConst("a", "b", "ab", "ba", "a/a", "a/b", "a/b/a", "b/a", "link", "up", "a/", "../", "/").Array[1, 3].Select(string.Concat);

    private static readonly Gen<(int Verb, string Path, string Other)[]> _plan =
        Gen.Select(Gen.Int[0, Steps.All.Count - 1], s_path, s_path).Array[20, 60];

    [Fact]
    public void Overlay_RandomSteps_EqualsMemoryDirectory() => _plan.Sample(Compare, iter: Plans, threads: 1);

    [Fact]
    public void Overlay_LowerDirectoryRemoved_ParentTakesNewEntries()
    {
        using OverlayTree overlay = Overlay();
        Assert.Equal(Errno.Success, overlay.Guest.RemoveDirectory("a/a"));
        Assert.Equal(Errno.Success, overlay.Guest.WriteText("a/new", "text"));
        Assert.Equal(Errno.Success, overlay.Guest.RemoveDirectory("ba"));
        Assert.Equal(Errno.Success, overlay.Guest.CreateDirectory("ba"));
        Assert.Equal("text", overlay.Guest.MustReadText("a/new"));
        Assert.Equal(["a", "ab", "b", "ba", "link", "up"], overlay.Guest.List("."));
    }

    private static void Compare((int Verb, string Path, string Other)[] plan)
    {
        using OverlayTree overlay = Overlay();
        using MemoryTree memory = new();
        memory.Guest.With(s_lower);
        string lower = new DirectoryDump(overlay.Lower).WithTimes;
        ResolverTests.Compare(plan, ("memory", memory), ("overlay", overlay));
        Assert.Equal(lower, new DirectoryDump(overlay.Lower).WithTimes);
        overlay.Guest.Clear();
        Assert.Equal((0UL, 0UL), (overlay.Quota.Bytes, overlay.Quota.Entries));
    }

    private static OverlayTree Overlay()
    {
        OverlayTree overlay = new();
        overlay.Lower.With(s_lower);
        return overlay;
    }
}
