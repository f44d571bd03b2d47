using System.Collections.Generic;
using System.Linq;

namespace Benchmarks.Rows;

/// <summary>The rows of the table, in its order.</summary>
internal static class AllScenarios
{
    /// <summary>What crossing the border costs.</summary>
    internal static readonly Scenario[] Calls =
    [
        new("null", "null", Scene.Calls, Budget.Raw(1.3)),
        new("a number in and out", "scalar", Scene.Calls, Budget.Raw(1.3)),
        new("a number written", "tell", Scene.Calls, Budget.Raw(1.2)),
        new("a record written", "stat", Scene.Calls, Budget.Raw(1.2)),
        new("a list of 3 buffers", "sum", Scene.Calls, Budget.Raw(1.2)),
        new("a string read", "text", Scene.Calls, Budget.Raw(1.2)),
    ];

    /// <summary>The way from a guest to the host and back, with a result in memory.</summary>
    internal static Scenario Floor => Calls[2];

    private static readonly Scenario[] Descriptors =
    [
        new("`args_sizes_get`", "args_sizes_get", Scene.Files),
        new("`clock_time_get`", "clock_time_get", Scene.Files, Budget.Native(1.25)),
        new("`random_get` 8 B", "random_get_8", Scene.Files, Budget.Native(1.25)),
        new("`random_get` 4 KiB", "random_get_4096", Scene.Files, Budget.Native(1.25)),
        new("`fd_tell`", "fd_tell", Scene.Files, Budget.Native(1.25)),
        new("`fd_seek`", "fd_seek", Scene.Files, Budget.Native(1.25)),
        new("`fd_fdstat_get`", "fd_fdstat_get", Scene.Files, Budget.Native(1.25)),
        new("`fd_filestat_get`", "fd_filestat_get", Scene.Files, Budget.Native(1.25)),
    ];

    /// <summary>The plainest call of WASI: beside others' WASI it says what the border costs them.</summary>
    internal static Scenario Tell => Descriptors[4];

    private static readonly (string Name, string Call, double Limit)[] Sizes =
    [
        ("1 B", "1", 1.25), ("16 B", "16", 1.25), ("4 × 16 B", "4x16", 1.25), ("4 KiB", "4096", 1.25), ("64 KiB", "65536", 1.1), ("1 MiB", "1048576", 1.1),
    ];

    private static readonly Scenario[] Outputs =
    [
        new("16 B to stdout, a `Stream`", "stdout", Scene.Stream),
        new("16 B to stdout, a callback", "stdout", Scene.Callback),
        new("16 B to stdout, `/dev/null`", "stdout", Scene.Files, Budget.Native(1.25)),
    ];

    private static readonly Scenario[] Paths =
    [
        new("`path_open`, `fd_close`", "path_open", Scene.Files, Budget.Native(1.5)),
        new("`path_filestat_get`", "path_filestat_get", Scene.Files, Budget.Native(1.25)),
        new("`path_filestat_get` eight deep", "path_filestat_get_deep", Scene.Files, Budget.Native(2.5)),
        new("`path_filestat_get` of nothing", "path_filestat_get_missing", Scene.Files, Budget.Native(1.25)),
        new("`fd_readdir` of 10,000 by 4 KiB", "fd_readdir_4096", Scene.Files, Budget.Native(3)),
        new("`fd_readdir` of 10,000 by 64 KiB", "fd_readdir_65536", Scene.Files, Budget.Native(3)),
        new("create, close, unlink", "create", Scene.Files, Budget.Native(1.5)),
        new("rename there and back", "rename", Scene.Files, Budget.Native(1.5)),
        new("symlink, unlink", "symlink", Scene.Files, Budget.Native(1.5)),
        new("mkdir, rmdir", "directory", Scene.Files, Budget.Native(1.5)),
    ];

    private static readonly Scenario[] Waits =
    [
        new("`poll_oneoff`, a clock that is due", "poll_clock", Scene.Files, Budget.Native(1.25)),
        new("`poll_oneoff`, 100 descriptors", "poll_many", Scene.Files, Budget.Native(1.25)),
        new("TCP ping-pong", "ping", Scene.Socket, Budget.Native(1.25)),
    ];

    private static readonly Scenario[] Observed =
    [
        new("`fd_tell`, counted by an interceptor", "fd_tell", Scene.Metered, new(double.PositiveInfinity, Measure.Plain)),
        new("`path_open`, `fd_close`, mounts `/` and `/x`", "path_open", Scene.Mounts, new(double.PositiveInfinity, Measure.Plain)),
        new("`path_filestat_get`, mounts `/` and `/x`", "path_filestat_get", Scene.Mounts, new(double.PositiveInfinity, Measure.Plain)),
        new("`fd_tell`, logged", "fd_tell", Scene.Logged, new(double.PositiveInfinity, Measure.Plain)),
        new("computing", "compute", Scene.Files),
        new("computing, to be stopped", "compute", Scene.Interruptible, new(double.PositiveInfinity, Measure.Plain)),
        new("start, run, end", "start", Scene.Start, new(1, Measure.Start)),
        new("start, run, end, out of a pool", "start", Scene.Pooled, new(1, Measure.Start)),
    ];

    internal static IEnumerable<Scenario> Table =>
    [
        .. Calls, .. Descriptors, .. Transfers("write"), .. Transfers("pwrite"), .. Transfers("pread"), .. Outputs, .. Paths, .. Waits, .. Observed,
    ];

    /// <summary>The same calls without what a row's scene adds.</summary>
    internal static Scenario PlainOf(Scenario row) => Table.First(plain => plain.Call == row.Call && plain.Scene == Scene.Files);

    private static IEnumerable<Scenario> Transfers(string call) =>
        Sizes.Select(size => new Scenario($"`fd_{call}` {size.Name}", $"fd_{call}_{size.Call}", Scene.Files, Budget.Native(size.Limit)));
}
