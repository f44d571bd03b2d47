using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The system calls of WASIX that preview1 does not have.</content>
internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Debug, "chdir path={path}")]
    internal static partial void Chdir(this ILogger log, string path);

    [LoggerMessage(41, LogLevel.Debug, "getcwd path={path} max_path_len={max_path_len}")]
    internal static partial void Getcwd(this ILogger log, string path, ulong max_path_len);

    [LoggerMessage(42, LogLevel.Debug, "fd_dup fd={fd} ret_fd={ret_fd}")]
    internal static partial void FdDup(this ILogger log, uint fd, uint ret_fd);

    [LoggerMessage(43, LogLevel.Debug, "fd_event initial_val={initial_val} ret_fd={ret_fd}")]
    internal static partial void FdEvent(this ILogger log, ulong initial_val, uint ret_fd);

    [LoggerMessage(44, LogLevel.Trace, "fd_pipe fd1={fd1} fd2={fd2}")]
    internal static partial void FdPipe(this ILogger log, uint fd1, uint fd2);

    [LoggerMessage(45, LogLevel.Trace, "clock_time_set clock_id={clock_id} time={time}")]
    internal static partial void ClockTimeSet(this ILogger log, string clock_id, ulong time);

    [LoggerMessage(46, LogLevel.Debug, "proc_id pid={pid}")]
    internal static partial void ProcId(this ILogger log, uint pid);

    [LoggerMessage(47, LogLevel.Debug, "proc_parent pid={pid} parent={parent}")]
    internal static partial void ProcParent(this ILogger log, uint pid, uint parent);

    [LoggerMessage(48, LogLevel.Debug, "proc_raise_interval sig={sig}")]
    internal static partial void ProcRaiseInterval(this ILogger log, byte sig);

    [LoggerMessage(49, LogLevel.Trace, "proc_signal pid={pid} sig={sig}")]
    internal static partial void ProcSignal(this ILogger log, uint pid, byte sig);

    [LoggerMessage(50, LogLevel.Trace, "callback_signal name={name} funct_is_some={funct_is_some}")]
    internal static partial void CallbackSignal(this ILogger log, string name, bool funct_is_some);

    [LoggerMessage(51, LogLevel.Debug, "thread_signal tid={tid} sig={sig}")]
    internal static partial void ThreadSignal(this ILogger log, uint tid, byte sig);

    [LoggerMessage(52, LogLevel.Debug, "thread_sleep")]
    internal static partial void ThreadSleep(this ILogger log);

    [LoggerMessage(53, LogLevel.Trace, "thread_id")]
    internal static partial void ThreadId(this ILogger log);

    [LoggerMessage(54, LogLevel.Debug, "thread_spawn")]
    internal static partial void ThreadSpawn(this ILogger log);

    [LoggerMessage(55, LogLevel.Debug, "thread_join tid={tid}")]
    internal static partial void ThreadJoin(this ILogger log, uint tid);

    [LoggerMessage(56, LogLevel.Debug, "context_create entrypoint={entrypoint}")]
    internal static partial void ContextCreate(this ILogger log, ulong entrypoint);

    [LoggerMessage(57, LogLevel.Trace, "context_switch next_context={next_context}")]
    internal static partial void ContextSwitch(this ILogger log, ulong next_context);

    [LoggerMessage(58, LogLevel.Debug, "context_destroy context={context}")]
    internal static partial void ContextDestroy(this ILogger log, ulong context);

    [LoggerMessage(70, LogLevel.Debug, "proc_fork")]
    internal static partial void ProcFork(this ILogger log);

    [LoggerMessage(71, LogLevel.Debug, "proc_exec name={name}")]
    internal static partial void ProcExec(this ILogger log, string name);

    [LoggerMessage(72, LogLevel.Debug, "proc_spawn name={name}")]
    internal static partial void ProcSpawn(this ILogger log, string name);

    [LoggerMessage(73, LogLevel.Debug, "proc_join pid={pid}")]
    internal static partial void ProcJoin(this ILogger log, uint pid);
}
