using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>Log messages for system calls, with the level and fields that WASIX documents for each.</summary>
/// <remarks>
/// A body calls its message on <see cref="Preview1.DebugLog"/> or <see cref="Preview1.TraceLog"/>, depending on the level. Values of
/// generated types are passed as text, because the logging source generator does not see other generators' output.
/// </remarks>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "args_get args={args}")]
    internal static partial void ArgsGet(this ILogger log, int args);

    [LoggerMessage(2, LogLevel.Debug, "args_sizes_get argc={argc} argv_buf_size={argv_buf_size}")]
    internal static partial void ArgsSizesGet(this ILogger log, int argc, int argv_buf_size);

    [LoggerMessage(3, LogLevel.Debug, "environ_get")]
    internal static partial void EnvironGet(this ILogger log);

    [LoggerMessage(4, LogLevel.Trace, "environ_sizes_get count={count} size={size}")]
    internal static partial void EnvironSizesGet(this ILogger log, int count, int size);

    [LoggerMessage(5, LogLevel.Trace, "clock_res_get")]
    internal static partial void ClockResGet(this ILogger log);

    [LoggerMessage(6, LogLevel.Trace, "clock_time_get clock_id={clock_id} precision={precision}")]
    internal static partial void ClockTimeGet(this ILogger log, string clock_id, ulong precision);

    [LoggerMessage(7, LogLevel.Debug, "fd_advise fd={fd} offset={offset} len={len} advice={advice}")]
    internal static partial void FdAdvise(this ILogger log, uint fd, ulong offset, ulong len, string advice);

    [LoggerMessage(8, LogLevel.Debug, "fd_allocate fd={fd} offset={offset} len={len}")]
    internal static partial void FdAllocate(this ILogger log, uint fd, ulong offset, ulong len);

    [LoggerMessage(9, LogLevel.Debug, "fd_close pid={pid} fd={fd} err={err}")]
    internal static partial void FdClose(this ILogger log, uint pid, uint fd, string err);

    [LoggerMessage(10, LogLevel.Debug, "fd_datasync fd={fd} err={err}")]
    internal static partial void FdDatasync(this ILogger log, uint fd, string err);

    [LoggerMessage(11, LogLevel.Debug, "fd_fdstat_set_rights fd={fd}")]
    internal static partial void FdFdstatSetRights(this ILogger log, uint fd);

    [LoggerMessage(12, LogLevel.Debug, "fd_filestat_get fd={fd}")]
    internal static partial void FdFilestatGet(this ILogger log, uint fd);

    [LoggerMessage(13, LogLevel.Debug, "fd_filestat_set_size fd={fd} st_size={st_size}")]
    internal static partial void FdFilestatSetSize(this ILogger log, uint fd, ulong st_size);

    [LoggerMessage(14, LogLevel.Debug, "fd_filestat_set_times fd={fd} st_atim={st_atim} st_mtim={st_mtim}")]
    internal static partial void FdFilestatSetTimes(this ILogger log, uint fd, ulong st_atim, ulong st_mtim);

    [LoggerMessage(15, LogLevel.Trace, "fd_pread fd={fd} offset={offset} nread={nread}")]
    internal static partial void FdPread(this ILogger log, uint fd, ulong offset, uint nread);

    [LoggerMessage(16, LogLevel.Trace, "fd_prestat_get fd={fd}")]
    internal static partial void FdPrestatGet(this ILogger log, uint fd);

    [LoggerMessage(17, LogLevel.Trace, "fd_prestat_dir_name fd={fd} path={path}")]
    internal static partial void FdPrestatDirName(this ILogger log, uint fd, string path);

    [LoggerMessage(18, LogLevel.Trace, "fd_pwrite fd={fd} offset={offset} nwritten={nwritten}")]
    internal static partial void FdPwrite(this ILogger log, uint fd, ulong offset, uint nwritten);

    [LoggerMessage(19, LogLevel.Trace, "fd_read fd={fd} nread={nread}")]
    internal static partial void FdRead(this ILogger log, uint fd, uint nread);

    [LoggerMessage(20, LogLevel.Trace, "fd_readdir fd={fd}")]
    internal static partial void FdReaddir(this ILogger log, uint fd);

    [LoggerMessage(21, LogLevel.Debug, "fd_renumber from={from} to={to}")]
    internal static partial void FdRenumber(this ILogger log, uint from, uint to);

    [LoggerMessage(22, LogLevel.Trace, "fd_seek fd={fd} offset={offset} whence={whence}")]
    internal static partial void FdSeek(this ILogger log, uint fd, long offset, string whence);

    [LoggerMessage(23, LogLevel.Debug, "fd_sync fd={fd}")]
    internal static partial void FdSync(this ILogger log, uint fd);

    [LoggerMessage(24, LogLevel.Debug, "fd_tell fd={fd} offset={offset}")]
    internal static partial void FdTell(this ILogger log, uint fd, ulong offset);

    [LoggerMessage(25, LogLevel.Trace, "fd_write fd={fd} nwritten={nwritten}")]
    internal static partial void FdWrite(this ILogger log, uint fd, uint nwritten);

    [LoggerMessage(26, LogLevel.Trace, "path_create_directory fd={fd} path={path}")]
    internal static partial void PathCreateDirectory(this ILogger log, uint fd, string path);

    [LoggerMessage(27, LogLevel.Trace, "path_filestat_get fd={fd} path={path}")]
    internal static partial void PathFilestatGet(this ILogger log, uint fd, string path);

    [LoggerMessage(28, LogLevel.Debug, "path_filestat_set_times fd={fd} path={path} st_atim={st_atim} st_mtim={st_mtim}")]
    internal static partial void PathFilestatSetTimes(this ILogger log, uint fd, string path, ulong st_atim, ulong st_mtim);

    [LoggerMessage(29, LogLevel.Debug, "path_link old_fd={old_fd} new_fd={new_fd} old_path={old_path} new_path={new_path}")]
    internal static partial void PathLink(this ILogger log, uint old_fd, uint new_fd, string old_path, string new_path);

    [LoggerMessage(30, LogLevel.Debug, "path_open dirfd={dirfd} path={path} follow_symlinks={follow_symlinks} ret_fd={ret_fd}")]
    internal static partial void PathOpen(this ILogger log, uint dirfd, string path, bool follow_symlinks, uint ret_fd);

    [LoggerMessage(31, LogLevel.Debug, "path_readlink dir_fd={dir_fd} path={path}")]
    internal static partial void PathReadlink(this ILogger log, uint dir_fd, string path);

    [LoggerMessage(32, LogLevel.Debug, "path_remove_directory fd={fd} path={path}")]
    internal static partial void PathRemoveDirectory(this ILogger log, uint fd, string path);

    [LoggerMessage(33, LogLevel.Debug, "path_rename old_fd={old_fd} new_fd={new_fd} old_path={old_path} new_path={new_path}")]
    internal static partial void PathRename(this ILogger log, uint old_fd, uint new_fd, string old_path, string new_path);

    [LoggerMessage(34, LogLevel.Debug, "path_symlink fd={fd} old_path={old_path} new_path={new_path}")]
    internal static partial void PathSymlink(this ILogger log, uint fd, string old_path, string new_path);

    [LoggerMessage(35, LogLevel.Debug, "path_unlink_file fd={fd} path={path}")]
    internal static partial void PathUnlinkFile(this ILogger log, uint fd, string path);

    [LoggerMessage(36, LogLevel.Trace, "poll_oneoff timeout_ms={timeout_ms} fd_guards={fd_guards} seen={seen}")]
    internal static partial void PollOneoff(this ILogger log, long timeout_ms, int fd_guards, int seen);

    [LoggerMessage(37, LogLevel.Debug, "proc_exit code={code}")]
    internal static partial void ProcExit(this ILogger log, uint code);

    [LoggerMessage(38, LogLevel.Debug, "proc_raise sig={sig}")]
    internal static partial void ProcRaise(this ILogger log, byte sig);

    [LoggerMessage(39, LogLevel.Trace, "random_get buf_len={buf_len}")]
    internal static partial void RandomGet(this ILogger log, ulong buf_len);
}
