using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Processes;
using Bool = Witx.Bindings.Wasi.WasiTypes.Bool;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Copies of the process and other programs: <c>proc_fork</c>, <c>proc_exec*</c>, <c>proc_spawn*</c>.</content>
internal partial class Wasix
{
    // As in POSIX shells.
    private const uint NotExecutable = 126;
    private const uint NotFound = 127;

    // More than two for each signal, which C libraries pass.
    private const int MaxDispositions = 1024;

    /// <remarks>Not supported inside a call from the host into the guest, because frames of the host cannot be copied.</remarks>
    public partial Result<Pid, Errno> ProcFork(ref GuestCall call, Bool copyMemory)
    {
        if (Process.Launcher is null || Caller.IsNested)
        {
            return Errno.Notsup;
        }

        if (Caller.StackCheckpoints is not { } checkpoints)
        {
            ProcessLog.ForkNotSupported(Process.WarningLog, Process.Id, Process.ProgramName);
            return Errno.Notsup;
        }

        if (!checkpoints.IsRewinding)
        {
            DebugLog?.ProcFork();
            FlushOutput();
            if (Caller.IsInCopy)
            {
                return Errno.Notsup;
            }
        }

        bool copiesMemory = copyMemory == Bool.True;
        Errno error = checkpoints.Unwind(ref call, checkpoint => Caller.Fork(checkpoint, copiesMemory), out ulong child);
        return ToResult(error, new Pid((uint)child));
    }

    public partial void ProcExec(ref GuestCall call, GuestRange<byte> name, GuestRange<byte> args) =>
        ExecuteOrExit(call.Memory, name, args, default);

    public partial void ProcExec2(ref GuestCall call, GuestRange<byte> name, GuestRange<byte> args, GuestRange<byte> envs) =>
        ExecuteOrExit(call.Memory, name, args, envs);

    public partial Errno ProcExec3(
        ref GuestCall call,
        GuestRange<byte> name,
        GuestRange<byte> args,
        GuestRange<byte> envs,
        Bool searchPath,
        GuestRange<byte> path) =>
        Execute(new ProgramArguments(call.Memory).Read(name, args, envs, searchPath, path, out ProgramRequest? request), request);

    public partial Result<ProcessHandles, Errno> ProcSpawn(
        ref GuestCall call,
        GuestRange<byte> name,
        Bool chroot,
        GuestRange<byte> args,
        GuestRange<byte> preopen,
        StdioMode stdin,
        StdioMode stdout,
        StdioMode stderr,
        GuestRange<byte> workingDir)
    {
        if (chroot == Bool.True || preopen.Count > 0 || StdioMode.Log == stdin || StdioMode.Log == stdout || StdioMode.Log == stderr)
        {
            return Errno.Notsup;
        }

        ProgramArguments arguments = new(call.Memory);
        Errno error = arguments.Read(name, args, default, Bool.True, default, out ProgramRequest? request);
        byte[] directory = [];
        error = error == Errno.Success ? arguments.Read(workingDir, out directory) : error;
        if (error != Errno.Success)
        {
            return error;
        }

        SpawnStreams streams = new(Process, stdin, stdout, stderr);
        error = Spawn(
            request!,
            child =>
            {
                Errno connected = streams.Connect(child);
                return connected == Errno.Success && directory.Length > 0 ? child.WorkingDirectory.Change(directory) : connected;
            },
            [],
            out Pid pid);
        if (error != Errno.Success)
        {
            streams.Close();
        }

        return ToResult(error, new ProcessHandles(pid, streams.GetEnd(0), streams.GetEnd(1), streams.GetEnd(2)));
    }

    public partial Result<Pid, Errno> ProcSpawn2(
        ref GuestCall call,
        GuestRange<byte> name,
        GuestRange<byte> args,
        GuestRange<byte> envs,
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

    /// <summary>Executes another program in this process.</summary>
    /// <param name="read">The error of <see cref="ProgramArguments"/>, which is returned.</param>
    /// <param name="request">The program; null after an error.</param>
    /// <returns>An error; or success in a copy that <c>proc_fork_env</c> made, which continues elsewhere.</returns>
    private protected Errno Execute(Errno read, ProgramRequest? request)
    {
        if (request is null)
        {
            return read;
        }

        DebugLog?.ProcExec(PrintableText.From(request.Name));
        if (Process.Launcher is not { } launcher)
        {
            return Errno.Notsup;
        }

        FlushOutput();
        Errno error = launcher.Load(Caller, Process, request, out ProgramStart? start);
        if (start is null)
        {
            return error;
        }

        if (!Caller.IsInCopy)
        {
            Process.Execute(start);
        }

        // The copy cannot be undone: its descriptors are closed.
        Caller.HandOverCopy();
        WasiExitStatus? failed =
            launcher.Start(Caller, Process, start) == Errno.Success ? null : WasiExitStatus.FromSignal(WasiTypes.Signal.Kill);
        return Caller.LeaveCopy(failed) is { } restore ? throw restore : Errno.Success;
    }

    /// <summary>Starts a program in a new process.</summary>
    /// <inheritdoc cref="Execute" path="/param"/>
    private protected Result<Pid, Errno> Spawn(
        Errno read,
        ProgramRequest? request,
        GuestMemory memory,
        GuestRange<ProcSpawnFdOp> fdOps,
        GuestRange<SignalDisposition> dispositions)
    {
        if (request is null)
        {
            return read;
        }

        if (dispositions.Count > MaxDispositions)
        {
            return Errno.Inval;
        }

        Errno error = SpawnAction.Read(memory, fdOps, PointerLength, out SpawnAction[] actions);
        if (error != Errno.Success)
        {
            return error;
        }

        SignalDisposition[] signals = dispositions.AsList(memory).ToArray();
        error = Spawn(request, child => Apply(actions, child), signals, out Pid pid);
        return ToResult(error, pid);
    }

    private static Errno Apply(SpawnAction[] actions, WasiProcess process)
    {
        foreach (SpawnAction action in actions)
        {
            Errno error = action.ApplyTo(process);
            if (error != Errno.Success)
            {
                return error;
            }
        }

        return Errno.Success;
    }

    private Errno Spawn(ProgramRequest request, Func<WasiProcess, Errno> prepare, SignalDisposition[] dispositions, out Pid pid)
    {
        DebugLog?.ProcSpawn(PrintableText.From(request.Name));
        pid = default;
        if (Process.Launcher is not { } launcher || Caller.IsInCopy)
        {
            return Errno.Notsup;
        }

        FlushOutput();
        Errno error = Process.Fork(out WasiProcess? child);
        if (child is null)
        {
            return error;
        }

        try
        {
            error = prepare(child);
            ProgramStart? start = null;
            error = error == Errno.Success ? launcher.Load(Caller, child, request, out start) : error;
            if (start is not null)
            {
                child.SignalActions.Override(dispositions);
                pid = new Pid(child.Id);
                error = launcher.Start(Caller, child, start);
            }
        }
        catch when (!child.EndsByItself)
        {
            child.Abandon();
            throw;
        }

        if (error != Errno.Success)
        {
            child.Abandon();
        }

        return error;
    }

    /// <summary>Executes another program, or ends the process as a shell does that cannot execute it.</summary>
    [DoesNotReturn]
    private void ExecuteOrExit(GuestMemory memory, GuestRange<byte> name, GuestRange<byte> args, GuestRange<byte> envs)
    {
        Errno error = Execute(
            new ProgramArguments(memory).Read(name, args, envs, Bool.True, default, out ProgramRequest? request), request);
        if (error == Errno.Success)
        {
            throw NewReturnTrap("proc_exec");
        }

        ProcExit(error is Errno.Acces or Errno.Noexec ? NotExecutable : NotFound);
    }
}
