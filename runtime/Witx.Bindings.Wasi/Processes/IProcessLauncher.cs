namespace Witx.Bindings.Wasi.Processes;

/// <summary>Finds programs, and runs the processes that a guest starts: each in instances of its own, on threads of the host.</summary>
internal interface IProcessLauncher
{
    /// <summary>Finds and compiles a program.</summary>
    /// <param name="caller">The calling thread. It is interrupted if its process ends.</param>
    /// <param name="process">The process whose current directory and environment apply.</param>
    /// <param name="request">The program.</param>
    /// <param name="start">The program with its arguments and environment; null on failure.</param>
    /// <returns>
    /// <c>Errno.Noent</c> (ENOENT) if it does not exist, <c>Errno.Acces</c> (EACCES) if it may not be executed, <c>Errno.Noexec</c>
    /// (ENOEXEC) if it is not a program, <c>Errno.Loop</c> (ELOOP) if a script names a script and so on.
    /// </returns>
    Errno Load(WasiThread caller, WasiProcess process, ProgramRequest request, out ProgramStart? start);

    /// <summary>Starts a process with a program, and waits until its instance exists.</summary>
    /// <param name="caller">The calling thread. It is interrupted if its process ends.</param>
    /// <param name="process">
    /// The process. If the start fails, the caller ends it; if the caller is interrupted, unless <see cref="WasiProcess.EndsByItself"/>.
    /// </param>
    /// <param name="start">The program.</param>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) if the system or the engine refuses another thread or instance, <c>Errno.Nomem</c> (ENOMEM) if the
    /// memory of the program exceeds a limit.
    /// </returns>
    Errno Start(WasiThread caller, WasiProcess process, ProgramStart start);

    /// <summary>Starts a copy of a process, and waits until it has copied the memory.</summary>
    /// <param name="caller">The calling thread. It is not interrupted.</param>
    /// <param name="process">The process. If the start fails, the caller ends it.</param>
    /// <param name="point">The state of the calling thread.</param>
    /// <inheritdoc cref="Start" path="/returns"/>
    Errno StartCopy(WasiThread caller, WasiProcess process, ForkPoint point);

    /// <summary>
    /// Reports the start of a copy that a thread of its parent runs (<c>vfork</c>) to the embedder. Does not throw: an exception of the
    /// embedder ends the run.
    /// </summary>
    void ReportStart(WasiProcess process);

    /// <summary>Reports the end of such a copy, which did not execute a program. Does not throw.</summary>
    void ReportEnd(WasiProcess process, WasiExitStatus status);
}
