using System;
using System.Linq;
using Benchmarks.Scenarios;
using Witx.Bindings.Wasi;

namespace Benchmarks.Scaling;

/// <summary>A quantity that grows, and the calls whose cost may depend on it.</summary>
/// <param name="Name">The name of the quantity.</param>
/// <param name="Sizes">The sizes to measure.</param>
/// <param name="Scenarios">The calls.</param>
internal sealed record Dimension(string Name, int[] Sizes, Scenario[] Scenarios)
{
    private const int FewEntries = 10;

    /// <summary>Gets the number of entries of the directory <c>many</c> for a size.</summary>
    internal Func<int, int> Entries { get; init; } = static _ => FewEntries;

    /// <summary>Creates the guest's options for a size and a function that creates a directory.</summary>
    internal Func<int, Func<WasiDirectory>, WasiOptions> Options { get; init; } =
        static (_, directory) => new WasiOptions { Mounts = [new WasiMount("/", directory())] };

    /// <summary>All measured quantities.</summary>
    internal static readonly Dimension[] All =
    [
        new(
            "open descriptors",
            [10, 100, 1_000, 10_000, 100_000],
            [CreateScenario("fd_tell"), CreateScenario("fd_pread_16"), CreateScenario("path_open")])
        {
            Options = static (size, directory) => new WasiOptions
            {
                Mounts = [new WasiMount("/", directory())],
                Descriptors = [.. Enumerable.Repeat(WasiDescriptor.EventFd(), size)],
                Limits = new WasiLimits { MaxDescriptors = size + 100 },
            },
        },
        new(
            "entries of a directory",
            [10, 100, 1_000, 10_000, 100_000],
            [
                CreateScenario("fd_readdir_4096"),
                CreateScenario("fd_readdir_65536"),
                CreateScenario("path_filestat_get"),
                CreateScenario("create"),
            ])
        {
            Entries = static size => size,
        },
        new("names of a path", [1, 2, 4, 8, 16, 32, 64], [CreateScenario("path_filestat_get_nested")]),
        new("vectors of a transfer", [1, 4, 16, 64, 256, 1_024], [CreateScenario("fd_pwrite_vectors"), CreateScenario("fd_pread_vectors")]),
        new("mounts below a root", [1, 10, 100, 1_000], [CreateScenario("path_filestat_get"), CreateScenario("path_open")])
        {
            Options = static (size, directory) => new WasiOptions
            {
                PreopenRoot = true,
                Mounts =
                [
                    new WasiMount("/", directory()),
                    .. Enumerable.Range(1, size - 1).Select(static i => new WasiMount($"/mount-{i}", WasiDirectory.CreateInMemory())),
                ],
                Limits = new WasiLimits { MaxDescriptors = size + 100 },
            },
        },
    ];

    private static Scenario CreateScenario(string call) => new($"`{call}`", call, Setup.Files);
}
