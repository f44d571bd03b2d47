using System;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>Random calls with few different names, descriptors and lengths, so that calls often affect each other.</summary>
internal sealed class RandomCalls(int seed)
{
    private static readonly string[] s_paths =
    [
        "a", "b", "d", "d/a", "d/b", "d/d", "l", "l/a", "d/l", ".", "..", "d/.", "d/..", "d/../a", "d/../..", "../x", "/", "/a", "", "a/",
        "d/", "l/",
        "a/.", "b/a", "a\0",
    ];

    private static readonly string[] s_targets = ["a", "b", "d", "d/a", "l", "../a", "..", "/", "/a", "missing", "", "d/", "a/"];

    private static readonly string[] s_functions =
    [
        "path_open", "path_open", "path_open", "path_open", "path_create_directory", "path_create_directory", "path_symlink",
        "path_symlink",
        "path_link", "path_rename", "path_rename", "path_unlink_file", "path_remove_directory", "path_readlink", "path_filestat_get",
        "path_filestat_get", "path_filestat_set_times", "fd_read", "fd_write", "fd_write", "fd_pread", "fd_pwrite", "fd_seek", "fd_tell",
        "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_allocate",
        "fd_advise",
        "fd_sync", "fd_datasync", "fd_readdir", "fd_renumber", "fd_close", "fd_prestat_get", "fd_prestat_dir_name", "sock_shutdown",
        "clock_res_get", "clock_time_get", "args_sizes_get", "environ_sizes_get", "random_get", "sched_yield",
    ];

    private readonly Random _random = new(seed);

    internal ProbeCall Next()
    {
        string function = Pick(s_functions);
        ProbeCall call = new(function)
        {
            Slot = function.StartsWith("path_", StringComparison.Ordinal) && _random.Next(4) > 0
                ? 0
                : _random.Next(DifferentialInstance.Slots),
            OtherSlot = function is "path_open" or "fd_renumber" ? _random.Next(1, DifferentialInstance.Slots)
                : _random.Next(4) > 0 ? 0
                : _random.Next(DifferentialInstance.Slots),
            Path = Pick(s_paths),
            OtherPath = Pick(function == "path_symlink" ? s_targets : s_paths),
            Numbers = Numbers(function),
            Lengths = function is "fd_read" or "fd_write" or "fd_pread" or "fd_pwrite" ? Lengths() : [],
        };

        // The directory is never closed or replaced: without it, every later call of the sequence would fail.
        return function is "fd_close" or "fd_renumber" && call.Slot == 0 ? call with { Slot = 1 } : call;
    }

    private ulong[] Numbers(string function) => function switch
    {
        "path_open" => [Lookup(), OpenFlags(), Rights(), (ulong)(WasiTypes.Rights.FdRead | WasiTypes.Rights.FdWrite), Fdflags()],
        "path_link" or "path_filestat_get" => [Lookup()],
        "path_filestat_set_times" => [Lookup(), .. Times()],
        "fd_filestat_set_times" => Times(),
        "path_readlink" => [(ulong)_random.Next(6)],
        "fd_pread" or "fd_pwrite" => [(ulong)_random.Next(12)],
        "fd_seek" => [unchecked((ulong)_random.Next(-6, 12)), (ulong)_random.Next(3)],
        "fd_filestat_set_size" => [(ulong)_random.Next(20)],
        "fd_fdstat_set_flags" => [(ulong)_random.Next(32)],
        "fd_allocate" => [(ulong)_random.Next(12), (ulong)_random.Next(3)],
        "fd_advise" => [(ulong)_random.Next(12), (ulong)_random.Next(12), (ulong)_random.Next(6)],
        "fd_prestat_dir_name" => [(ulong)_random.Next(3)],
        "clock_res_get" or "clock_time_get" => [(ulong)_random.Next(6)],
        "random_get" => [(ulong)_random.Next(100)],
        "sock_shutdown" => [(ulong)_random.Next(1, 4)],
        _ => [],
    };

    private ulong OpenFlags() => _random.Next(10) == 0
        ? (ulong)_random.Next(16)
        : (ulong)Pick<Oflags>([0, Oflags.Creat, Oflags.Creat | Oflags.Excl, Oflags.Creat | Oflags.Trunc, Oflags.Directory]);

    private ulong Lookup() => (ulong)_random.Next(2);

    private ulong Rights() => (ulong)Pick<Rights>(
    [
        0, WasiTypes.Rights.FdRead, WasiTypes.Rights.FdWrite, WasiTypes.Rights.FdRead | WasiTypes.Rights.FdWrite,
        WasiTypes.Rights.FdReaddir,
        WasiTypes.Rights.FdRead | WasiTypes.Rights.FdReaddir,
    ]);

    private ulong Fdflags() => _random.Next(20) == 0
        ? (ulong)Pick<Fdflags>([WasiTypes.Fdflags.Sync, WasiTypes.Fdflags.Dsync, WasiTypes.Fdflags.Rsync])
        : (ulong)Pick<Fdflags>([0, WasiTypes.Fdflags.Append, WasiTypes.Fdflags.Nonblock]);

    private ulong[] Times() => [1_000_000_000, 2_000_000_000, (ulong)_random.Next(16)];

    private int[] Lengths()
    {
        int[] lengths = new int[_random.Next(1, 3)];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = _random.Next(1, 5);
        }

        return lengths;
    }

    private T Pick<T>(ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
