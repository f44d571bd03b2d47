using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of WASIX that are missing in its public witx file, such as <c>proc_exit2</c>.</summary>
[WitxModule(
    "wasix_ext.witx",
    Types = typeof(WasiTypes),
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["proc_exec4", "proc_spawn3"])]
internal partial class WasixExt(WasiThread thread) : Wasix(thread)
{
    /// <summary>Ends the process like <c>proc_exit</c>. In a copy that <c>proc_fork_env</c> made, it ends the copy and returns.</summary>
    public partial void ProcExit2(uint rval)
    {
        if (!Caller.IsInCopy)
        {
            ProcExit(rval);
        }
        else if (Caller.LeaveCopy(new WasiExitStatus(unchecked((int)rval))) is { } restore)
        {
            throw restore;
        }
    }

    public partial Result<Pid, Errno> ProcForkEnv()
    {
        DebugLog?.ProcFork();
        if (Process.Launcher is null || Caller.IsInCopy || !Caller.IsMainContextActive)
        {
            return Errno.Notsup;
        }

        Errno error = Process.Fork(out WasiProcess? child);
        if (child is null)
        {
            return error;
        }

        Caller.EnterCopy(child, checkpoint: null);
        return new Pid(child.Id);
    }

    public partial Errno ProcExec4(
        ref GuestCall call,
        GuestRange<byte> name,
        GuestRange<GuestPointer<byte>> args,
        GuestRange<GuestPointer<byte>> envs,
        Bool searchPath,
        GuestRange<byte> path) =>
        Execute(new ProgramArguments(call.Memory).Read(name, args, envs, searchPath, path, out ProgramRequest? request), request);

    public partial Result<Pid, Errno> ProcSpawn3(
        ref GuestCall call,
        GuestRange<byte> name,
        GuestRange<GuestPointer<byte>> args,
        GuestRange<GuestPointer<byte>> envs,
        GuestRange<ProcSpawnFdOp> fdOps,
        GuestRange<SignalDisposition> signalDispositions,
        Bool searchPath,
        GuestRange<byte> path) =>
        Spawn(
            new ProgramArguments(call.Memory).Read(name, args, envs, searchPath, path, out ProgramRequest? request),
            request,
            call.Memory,
            fdOps,
            signalDispositions);

    public partial Result<Tid, Errno> ThreadSpawn(GuestRef<ThreadStart> args) => ThreadSpawnV2(args);

    public partial Result<(Fd, AddrPort), Errno> SockAccept(Fd fd, Fdflags flags) => SockAcceptV2(fd, flags);
}
