using System.Collections.Generic;
using System.Linq;

namespace Benchmarks.Scenarios;

/// <summary>All scenarios, in the order of the table.</summary>
internal static class AllScenarios
{
    /// <summary>Calls of functions that do almost nothing.</summary>
    internal static readonly Scenario[] Calls =
    [
        new("null", "null", Setup.Calls, Budget.Raw(1.3)),
        new("a number in and out", "scalar", Setup.Calls, Budget.Raw(1.3)),
        new("a number written", "tell", Setup.Calls, Budget.Raw(1.2)),
        new("a record written", "stat", Setup.Calls, Budget.Raw(1.2)),
        new("a list of 3 buffers", "sum", Setup.Calls, Budget.Raw(1.2)),
        new("a string read", "text", Setup.Calls, Budget.Raw(1.2)),
    ];

    /// <summary>
    /// The cost of a call with a result in guest memory. It is added to native calls in a <see cref="Baseline.Native"/> budget.
    /// </summary>
    internal static Scenario Floor => Calls[2];

    private static readonly Scenario[] Descriptors =
    [
        new("`args_sizes_get`", "args_sizes_get", Setup.Files),
        new("`clock_time_get`", "clock_time_get", Setup.Files, Budget.Native(1.25)),
        new("`random_get` 8 B", "random_get_8", Setup.Files, Budget.Native(1.25)),
        new("`random_get` 4 KiB", "random_get_4096", Setup.Files, Budget.Native(1.25)),
        new("`fd_tell`", "fd_tell", Setup.Files, Budget.Native(1.25)),
        new("`fd_seek`", "fd_seek", Setup.Files, Budget.Native(1.25)),
        new("`fd_fdstat_get`", "fd_fdstat_get", Setup.Files, Budget.Native(1.25)),
        new("`fd_filestat_get`", "fd_filestat_get", Setup.Files, Budget.Native(1.25)),
    ];

    /// <summary>The simplest WASI call, which shows the cost of a call in other hosts.</summary>
    internal static Scenario Tell => Descriptors[4];

    private static readonly (string Name, string Call, double Limit)[] Sizes =
    [
        ("1 B", "1", 1.25),
        ("16 B", "16", 1.25),
        ("4 × 16 B", "4x16", 1.25),
        ("4 KiB", "4096", 1.25),
        ("64 KiB", "65536", 1.1),
        ("1 MiB", "1048576", 1.1),
    ];

    private static readonly Scenario[] Outputs =
    [
        new("16 B to stdout, a `Stream`", "stdout", Setup.Stream),
        new("16 B to stdout, a callback", "stdout", Setup.Callback),
        new("16 B to stdout, `/dev/null`", "stdout", Setup.Files, Budget.Native(1.25)),
    ];

    private static readonly Scenario[] Paths =
    [
        new("`path_open`, `fd_close`", "path_open", Setup.Files, Budget.Native(1.5)),
        new("`path_open`, `fd_close` eight deep", "path_open_deep", Setup.Files, Budget.Native(2.5)),
        new("`path_filestat_get`", "path_filestat_get", Setup.Files, Budget.Native(1.25)),
        new("`path_filestat_get` eight deep", "path_filestat_get_deep", Setup.Files, Budget.Native(2.5)),
        new("`path_filestat_get` of nothing", "path_filestat_get_missing", Setup.Files, Budget.Native(1.25)),
        new("`fd_readdir` of 10,000 by 4 KiB", "fd_readdir_4096", Setup.Files, Budget.Native(3)),
        new("`fd_readdir` of 10,000 by 64 KiB", "fd_readdir_65536", Setup.Files, Budget.Native(3)),
        new("create, close, unlink", "create", Setup.Files, Budget.Native(1.5)),
        new("rename there and back", "rename", Setup.Files, Budget.Native(1.5)),
        new("symlink, unlink", "symlink", Setup.Files, Budget.Native(1.5)),
        new("mkdir, rmdir", "directory", Setup.Files, Budget.Native(1.5)),
    ];

    private static readonly Scenario[] Waits =
    [
        new("`poll_oneoff`, a clock that is due", "poll_clock", Setup.Files, Budget.Native(1.25)),
        new("`poll_oneoff`, 100 descriptors", "poll_many", Setup.Files, Budget.Native(1.25)),
        new("TCP ping-pong", "ping", Setup.Socket, Budget.Native(1.25)),
    ];

    private static readonly Scenario[] Observed =
    [
        new("`fd_tell`, counted by an interceptor", "fd_tell", Setup.Metered, new(double.PositiveInfinity, Baseline.Plain)),
        new("`path_open`, `fd_close`, mounts `/` and `/x`", "path_open", Setup.Mounts, new(double.PositiveInfinity, Baseline.Plain)),
        new("`path_filestat_get`, mounts `/` and `/x`", "path_filestat_get", Setup.Mounts, new(double.PositiveInfinity, Baseline.Plain)),
        new("`path_open`, `fd_close`, a file policy", "path_open", Setup.Policy, new(double.PositiveInfinity, Baseline.Plain)),
        new("`path_open`, `fd_close` eight deep, a file policy", "path_open_deep", Setup.Policy, new(1.1, Baseline.Plain)),
        new("`fd_tell`, logged", "fd_tell", Setup.Logged, new(double.PositiveInfinity, Baseline.Plain)),
        new("computing", "compute", Setup.Files),
        new("computing, to be stopped", "compute", Setup.Interruptible, new(double.PositiveInfinity, Baseline.Plain)),
        new("sieving in memory", "sieve", Setup.Files),
        new("sieving in memory, to be stopped", "sieve", Setup.Interruptible, new(double.PositiveInfinity, Baseline.Plain)),
        new("start, run, end", "start", Setup.Start, new(1, Baseline.Start)),
        new("start, run, end, out of a pool", "start", Setup.Pooled, new(1, Baseline.Start)),
    ];

    private static readonly Scenario[] Trees =
    [
        new("run in a copy of 16 MiB of files", "page", Setup.Copy),
        new("run in a view of a snapshot of them", "page", Setup.Snapshot, new(0.1, Baseline.Copy)),
    ];

    /// <summary>The run in a copy of a tree, which a snapshot saves.</summary>
    internal static Scenario Copy => Trees[0];

    internal static IEnumerable<Scenario> Table =>
    [
        .. Calls,
        .. Descriptors,
        .. Transfers("write"),
        .. Transfers("pwrite"),
        .. Transfers("pread"),
        .. Outputs,
        .. Paths,
        .. Waits,
        .. Observed,
        .. Trees,
    ];

    /// <summary>Gets the scenario with the same call and the setup <see cref="Setup.Files"/>.</summary>
    internal static Scenario FindPlain(Scenario scenario) =>
        Table.First(plain => plain.Call == scenario.Call && plain.Setup == Setup.Files);

    private static IEnumerable<Scenario> Transfers(string call) =>
        Sizes.Select(size => new Scenario($"`fd_{call}` {size.Name}", $"fd_{call}_{size.Call}", Setup.Files, Budget.Native(size.Limit)));
}
