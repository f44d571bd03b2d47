using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>All intended differences. Most report another of several errors in a call; a few give guests other results.</summary>
internal static class KnownDivergences
{
    private const string Paths =
        "path_open path_create_directory path_symlink path_link path_rename path_unlink_file path_remove_directory path_readlink "
        + "path_filestat_get path_filestat_set_times";

    private const Fdflags Synchronised = Fdflags.Sync | Fdflags.Dsync | Fdflags.Rsync;

    internal static IReadOnlyList<KnownDivergence> All { get; } =
    [
        new(
            "fd_sync fd_datasync", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Isdir, Errno.Badf)],
            "as the documentation of fd_sync specifies"),
        new(
            "fd_filestat_set_size", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Isdir, Errno.Badf)],
            "the descriptor is open; isdir names the error"),
        new(
            "fd_fdstat_set_flags", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Success, Errno.Badf)],
            "status flags belong to the open file description of any file type"),
        new(
            "fd_fdstat_set_flags", "with a synchronisation flag",
            static d => d.IsOnFile && ((Fdflags)d.Call.Numbers[0] & Synchronised) != 0,
            [(Errno.Success, Errno.Inval)],
            "Wasmtime does not support these flags"),
        new(
            "path_open", "with a synchronisation flag", static d => ((Fdflags)d.Call.Numbers[4] & Synchronised) != 0,
            [
                (Errno.Success, Errno.Notsup), (Errno.Noent, Errno.Notsup), (Errno.Perm, Errno.Notsup), (Errno.Isdir, Errno.Notsup),
                (Errno.Inval, Errno.Notsup), (Errno.Notdir, Errno.Notsup), (Errno.Exist, Errno.Notsup),
            ],
            "Wasmtime does not support these flags"),
        new(
            "fd_allocate", "on a file", static d => d.IsOnFile,
            [(Errno.Success, Errno.Notsup), (Errno.Badf, Errno.Notsup), (Errno.Inval, Errno.Notsup)],
            "Wasmtime removed the function"),
        new(
            "fd_read fd_write fd_pread fd_pwrite", "with several vectors", static d => d.Call.Lengths.Length > 1,
            [(Errno.Success, Errno.Success)],
            "Wasmtime transfers only the first vector"),
        new(
            "fd_pwrite", "on a file opened with append", static d => d.IsOnFile,
            [(Errno.Success, Errno.Success)],
            "pwrite writes at the given offset as in POSIX; Linux appends"),
        new(
            "fd_write fd_pwrite", "on a file opened for reading with trunc",
            static d => d.IsOnFile && !d.Descriptor!.Rights.HasFlag(Rights.FdWrite),
            [(Errno.Badf, Errno.Success)],
            "the right to truncate a file does not include the right to write it"),
        new(
            "fd_filestat_set_size", "on a file opened for reading with trunc",
            static d => d.IsOnFile && !d.Descriptor!.Rights.HasFlag(Rights.FdWrite),
            [(Errno.Inval, Errno.Success)],
            "likewise"),
        new(
            "fd_readdir", "on a file", static d => d.IsOnFile,
            [(Errno.Notdir, Errno.Badf)],
            "the descriptor is open, but not a directory"),
        new(
            Paths, "on a file", static d => d.IsOnFile || d.Other?.Type == Filetype.RegularFile,
            [(Errno.Notdir, Errno.Badf)],
            "likewise"),
        new(
            "fd_filestat_set_times path_filestat_set_times", "on a closed descriptor with two sources for one time",
            static d => d.Descriptor is null,
            [(Errno.Badf, Errno.Inval)],
            "every call checks the descriptor first"),
        new(
            "path_filestat_set_times", "on a file with two sources for one time", static d => d.IsOnFile,
            [(Errno.Notdir, Errno.Inval)],
            "likewise"),
        new(
            "path_symlink", "to an empty target with an invalid name", static d => d.Call.OtherPath.Length == 0,
            [(Errno.Noent, Errno.Perm), (Errno.Noent, Errno.Inval), (Errno.Noent, Errno.Notdir)],
            "both strings are checked before the file system is used"),
        new(
            "path_rename path_link", "with a NUL in one path and an error in the other",
            static d => d.Call.Path.Contains('\0') || d.Call.OtherPath.Contains('\0'),
            [(Errno.Inval, Errno.Noent), (Errno.Inval, Errno.Perm)],
            "likewise"),
        new(
            "path_open", "with creat and directory at an invalid path", static d => ((Oflags)d.Call.Numbers[1]).HasFlag(Oflags.Directory),
            [(Errno.Perm, Errno.Inval), (Errno.Noent, Errno.Inval)],
            "likewise"),
        new(
            "path_open", "of a symbolic link with directory", static d => ((Oflags)d.Call.Numbers[1]).HasFlag(Oflags.Directory),
            [(Errno.Notdir, Errno.Loop)],
            "both errors apply; a symbolic link is not a directory"),
        new(
            "path_open", "with creat at a dangling symbolic link", static d => ((Oflags)d.Call.Numbers[1]).HasFlag(Oflags.Creat),
            [(Errno.Loop, Errno.Isdir)],
            "the link is resolved before the requested file type is checked"),
        new(
            "path_link", "with more than one invalid path", static _ => true,
            [(Errno.Perm, Errno.Noent), (Errno.Perm, Errno.Exist), (Errno.Exist, Errno.Noent),
             (Errno.Noent, Errno.Notdir), (Errno.Notdir, Errno.Noent)],
            "the paths are checked before the file system is used"),
        new(
            "path_filestat_set_times", "on a missing file with no time to set", static d => d.Call.Numbers[3] == 0,
            [(Errno.Noent, Errno.Success)],
            "a missing file is an error even if nothing changes"),
        new(
            "path_symlink", "at an existing path with a trailing slash", static d => d.Call.Path.EndsWith('/'),
            [(Errno.Exist, Errno.Notdir), (Errno.Exist, Errno.Noent), (Errno.Exist, Errno.Perm)],
            "the path exists, whatever its file type"),
        new(
            "path_remove_directory", "with a trailing slash", static d => d.Call.Path.EndsWith('/'),
            [(Errno.Success, Errno.Inval), (Errno.Notempty, Errno.Inval)],
            "a trailing slash only requires a directory"),
        new(
            "path_remove_directory path_unlink_file", "of a symbolic link with a trailing slash", static d => d.Call.Path.EndsWith('/'),
            [(Errno.Notdir, Errno.Loop), (Errno.Notdir, Errno.Noent), (Errno.Notdir, Errno.Perm)],
            "the link itself would be removed, and it is not a directory; as on Linux"),
        new(
            "clock_res_get clock_time_get", "of an unknown clock", static d => d.Call.Numbers[0] > (ulong)Clockid.ThreadCputimeId,
            [(Errno.Inval, null)],
            "an invalid clock identifier should not trap"),
        new(
            "clock_res_get clock_time_get", "of a CPU-time clock",
            static d => d.Call.Numbers[0] is (ulong)Clockid.ProcessCputimeId or (ulong)Clockid.ThreadCputimeId,
            [(Errno.Success, Errno.Badf)],
            "this host supports these clocks"),
    ];
}
