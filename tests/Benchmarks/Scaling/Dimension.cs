using System;
using System.Linq;
using Benchmarks.Rows;
using Witx.Bindings.Wasi;

namespace Benchmarks.Scaling;

/// <summary>Something that there may be few or many of, and the calls whose price might depend on it.</summary>
/// <param name="Name">What there is more and more of.</param>
/// <param name="Sizes">How many of it.</param>
/// <param name="Rows">The calls.</param>
internal sealed record Dimension(string Name, int[] Sizes, Scenario[] Rows)
{
    private const int FewEntries = 10;

    /// <summary>How many entries the directory <c>many</c> has at a size.</summary>
    internal Func<int, int> Entries { get; init; } = static _ => FewEntries;

    /// <summary>What the guest is given at a size, from a way to make a directory.</summary>
    internal Func<int, Func<WasiDirectory>, WasiOptions> Options { get; init; } =
        static (_, directory) => new WasiOptions { Mounts = [new WasiMount("/", directory())] };

    /// <summary>All that grow.</summary>
    internal static readonly Dimension[] All =
    [
        new("open descriptors", [10, 100, 1_000, 10_000, 100_000], [Of("fd_tell"), Of("fd_pread_16"), Of("path_open")])
        {
            Options = static (size, directory) => new WasiOptions
            {
                Mounts = [new WasiMount("/", directory())],
                Descriptors = [.. Enumerable.Repeat(WasiDescriptor.EventFd(), size)],
                Limits = new WasiLimits { MaxDescriptors = size + 100 },
            },
        },
        new("entries of a directory", [10, 100, 1_000, 10_000, 100_000], [Of("fd_readdir_4096"), Of("fd_readdir_65536"), Of("path_filestat_get"), Of("create")])
        {
            Entries = static size => size,
        },
        new("names of a path", [1, 2, 4, 8, 16, 32, 64], [Of("path_filestat_get_nested")]),
        new("vectors of a transfer", [1, 4, 16, 64, 256, 1_024], [Of("fd_pwrite_vectors"), Of("fd_pread_vectors")]),
        new("mounts below a root", [1, 10, 100, 1_000], [Of("path_filestat_get"), Of("path_open")])
        {
            Options = static (size, directory) => new WasiOptions
            {
                PreopenRoot = true,
                Mounts = [new WasiMount("/", directory()), .. Enumerable.Range(1, size - 1).Select(static i => new WasiMount($"/mount-{i}", WasiDirectory.Memory()))],
                Limits = new WasiLimits { MaxDescriptors = size + 100 },
            },
        },
    ];

    private static Scenario Of(string call) => new($"`{call}`", call, Scene.Files);
}
