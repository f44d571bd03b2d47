using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>All decisions. Most only name another of several things that are wrong with a call; a handful give guests something else.</summary>
internal static class KnownDivergences
{
    private const string Paths =
        "path_open path_create_directory path_symlink path_link path_rename path_unlink_file path_remove_directory path_readlink path_filestat_get path_filestat_set_times";

    private const Fdflags Synchronised = Fdflags.Sync | Fdflags.Dsync | Fdflags.Rsync;

    internal static IReadOnlyList<Decision> All { get; } =
    [
        new(
            "fd_sync fd_datasync", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Isdir, Errno.Badf)],
            "as the page of fd_sync has it"),
        new(
            "fd_filestat_set_size", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Isdir, Errno.Badf)],
            "the descriptor is not closed; POSIX's word for it is isdir"),
        new(
            "fd_fdstat_set_flags", "on a directory", static d => d.IsOnDirectory,
            [(Errno.Success, Errno.Badf)],
            "flags belong to what is open, whatever it is"),
        new(
            "fd_fdstat_set_flags", "to synchronise from now on", static d => d.IsOnFile && ((Fdflags)d.Step.Numbers[0] & Synchronised) != 0,
            [(Errno.Success, Errno.Inval)],
            "they cannot"),
        new(
            "path_open", "to synchronise every write", static d => ((Fdflags)d.Step.Numbers[4] & Synchronised) != 0,
            [
                (Errno.Success, Errno.Notsup), (Errno.Noent, Errno.Notsup), (Errno.Perm, Errno.Notsup), (Errno.Isdir, Errno.Notsup),
                (Errno.Inval, Errno.Notsup), (Errno.Notdir, Errno.Notsup), (Errno.Exist, Errno.Notsup),
            ],
            "they cannot"),
        new(
            "fd_allocate", "on a file", static d => d.IsOnFile,
            [(Errno.Success, Errno.Notsup), (Errno.Badf, Errno.Notsup), (Errno.Inval, Errno.Notsup)],
            "they have given it up"),
        new(
            "fd_read fd_write fd_pread fd_pwrite", "with several vectors", static d => d.Step.Lengths.Length > 1,
            [(Errno.Success, Errno.Success)],
            "all are served at once, not the first alone"),
        new(
            "fd_pwrite", "of what was opened to append", static d => d.IsOnFile,
            [(Errno.Success, Errno.Success)],
            "it writes where it is told to, as POSIX has it; Linux appends"),
        new(
            "fd_write fd_pwrite", "of what was cut short when it was opened to be read", static d => d.IsOnFile && !d.Descriptor!.Rights.HasFlag(Rights.FdWrite),
            [(Errno.Badf, Errno.Success)],
            "the right to cut a file short is no right to write it"),
        new(
            "fd_filestat_set_size", "of what was cut short when it was opened to be read", static d => d.IsOnFile && !d.Descriptor!.Rights.HasFlag(Rights.FdWrite),
            [(Errno.Inval, Errno.Success)],
            "likewise"),
        new(
            "fd_readdir", "on a file", static d => d.IsOnFile,
            [(Errno.Notdir, Errno.Badf)],
            "the descriptor is not closed, but it is no directory"),
        new(
            Paths, "on a file", static d => d.IsOnFile || d.Other?.Type == Filetype.RegularFile,
            [(Errno.Notdir, Errno.Badf)],
            "likewise"),
        new(
            "fd_filestat_set_times path_filestat_set_times", "of a closed descriptor, a time twice", static d => d.Descriptor is null,
            [(Errno.Badf, Errno.Inval)],
            "the descriptor is looked at first, in every call"),
        new(
            "path_filestat_set_times", "on a file, a time twice", static d => d.IsOnFile,
            [(Errno.Notdir, Errno.Inval)],
            "likewise"),
        new(
            "path_symlink", "to an empty target, where the name is wrong too", static d => d.Step.OtherPath.Length == 0,
            [(Errno.Noent, Errno.Perm), (Errno.Noent, Errno.Inval), (Errno.Noent, Errno.Notdir)],
            "both texts are looked at before a file system is"),
        new(
            "path_rename path_link", "with a NUL in a name, where the other is wrong too", static d => d.Step.Path.Contains('\0') || d.Step.OtherPath.Contains('\0'),
            [(Errno.Inval, Errno.Noent), (Errno.Inval, Errno.Perm)],
            "likewise"),
        new(
            "path_open", "as a directory to be created, at a path that is wrong too", static d => ((Oflags)d.Step.Numbers[1]).HasFlag(Oflags.Directory),
            [(Errno.Perm, Errno.Inval), (Errno.Noent, Errno.Inval)],
            "likewise"),
        new(
            "path_open", "of a link as a directory", static d => ((Oflags)d.Step.Numbers[1]).HasFlag(Oflags.Directory),
            [(Errno.Notdir, Errno.Loop)],
            "it is both; a link is no directory"),
        new(
            "path_open", "to be created, at a link that leads nowhere", static d => ((Oflags)d.Step.Numbers[1]).HasFlag(Oflags.Creat),
            [(Errno.Loop, Errno.Isdir)],
            "where the link leads is seen before what it is to become"),
        new(
            "path_link", "with more than one name that is wrong", static _ => true,
            [(Errno.Perm, Errno.Noent), (Errno.Perm, Errno.Exist), (Errno.Exist, Errno.Noent), (Errno.Noent, Errno.Notdir), (Errno.Notdir, Errno.Noent)],
            "what can be said of the names is said before the file system is asked"),
        new(
            "path_filestat_set_times", "of what is not there, neither time", static d => d.Step.Numbers[3] == 0,
            [(Errno.Noent, Errno.Success)],
            "nobody can be told that all is well with it"),
        new(
            "path_symlink", "under a taken name and a slash", static d => d.Step.Path.EndsWith('/'),
            [(Errno.Exist, Errno.Notdir), (Errno.Exist, Errno.Noent), (Errno.Exist, Errno.Perm)],
            "taken it is, whatever by"),
        new(
            "path_remove_directory", "with a slash", static d => d.Step.Path.EndsWith('/'),
            [(Errno.Success, Errno.Inval), (Errno.Notempty, Errno.Inval)],
            "a slash says no more than that a directory is meant"),
        new(
            "path_remove_directory path_unlink_file", "of a link with a slash", static d => d.Step.Path.EndsWith('/'),
            [(Errno.Notdir, Errno.Loop), (Errno.Notdir, Errno.Noent), (Errno.Notdir, Errno.Perm)],
            "what is to go is the link, and it is no directory; as Linux has it"),
        new(
            "clock_res_get clock_time_get", "of a clock that nobody knows", static d => d.Step.Numbers[0] > (ulong)Clockid.ThreadCputimeId,
            [(Errno.Inval, null)],
            "a number out of range is no reason to end the guest"),
        new(
            "clock_res_get clock_time_get", "of the time that was computed", static d => d.Step.Numbers[0] is (ulong)Clockid.ProcessCputimeId or (ulong)Clockid.ThreadCputimeId,
            [(Errno.Success, Errno.Badf)],
            "the host has these clocks"),
    ];
}
