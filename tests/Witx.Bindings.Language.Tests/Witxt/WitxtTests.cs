using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>The tests of the witx project, and ours in the same format.</summary>
public sealed class WitxtTests(ITestOutputHelper output)
{
    /// <summary>The directories of the corpus from which the files load others.</summary>
    private static readonly (string Folder, string Set)[] s_loads =
    [
        ("phases/old/snapshot_0/witx/", "wasi-preview0/W3_2025-12-01_WebAssembly+WASI_legacy-preview0-witx"),
        ("phases/snapshot/witx/", "wasi-preview1/W3_2022-10-03_WebAssembly+WASI_phases-snapshot-witx"),
        ("phases/snapshot/witx/", "wasix/WX_2025-07-31_wasix-org+wasix-witx_phases-snapshot-witx"),
        ("phases/ephemeral/witx/", "wasi-ephemeral/W3_2022-01-18_WebAssembly+WASI_phases-ephemeral-witx"),
    ];

    /// <summary>
    /// The contradictory directives of the WASIX fork: an address or a usize is an i64 in the instructions and an i32 in the signature.
    /// </summary>
    private static readonly int[] s_contradictory = [69, 121, 162, 233, 385, 435];

    [Theory]
    [InlineData("witxt_v091_5ab83a68", PointerWidth.Bits32, 138, 0)]
    [InlineData("witxt_wasix_384f76a", PointerWidth.Bits64, 137, 1)]
    public void WitxtDirectives_OfTheWitxProject_Hold(string set, PointerWidth width, int directives, int unavailable)
    {
        CorpusFolder.SkipIfMissing();
        string folder = Path.Combine(CorpusFolder.Interfaces, "witx-crate-tests", set, "witxt");
        WitxtRunner[] runners = [.. Directory.EnumerateFiles(folder, "*.witxt").Select(path => Run(path, width))];
        output.WriteLine($"{set}: {runners.Sum(static runner => runner.Passed)} directives hold, " +
            $"{runners.Sum(static runner => runner.Unavailable)} load files that are not in the corpus.");
        Assert.Empty(runners.SelectMany(static runner => runner.Failures));
        Assert.Equal(directives, runners.Sum(static runner => runner.Passed));
        Assert.Equal(unavailable, runners.Sum(static runner => runner.Unavailable));
    }

    [Fact]
    public void WitxtDirectives_OfThisProject_Hold()
    {
        string folder = RepositoryFolder.GetPath("tests", "Witx.Bindings.Language.Tests", "Witxt");
        WitxtRunner runner = Run(Path.Combine(folder, "kv.witxt"), PointerWidth.Bits32);
        Assert.Empty(runner.Failures);
        Assert.Equal(17, runner.Passed);
    }

    private static WitxtRunner Run(string path, PointerWidth width)
    {
        WitxtRunner runner = new(path, width, width is PointerWidth.Bits64 ? s_contradictory : [], load => Locate(path, load));
        runner.Run();
        return runner;
    }

    private static string? Locate(string witxt, string load) =>
        s_loads.Where(known => load.Contains(known.Folder, StringComparison.Ordinal))
            .Select(known => Path.Combine(CorpusFolder.Interfaces, known.Set, Path.GetFileName(load)))
            .Append(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(witxt)!, load)))
            .FirstOrDefault(File.Exists);
}
