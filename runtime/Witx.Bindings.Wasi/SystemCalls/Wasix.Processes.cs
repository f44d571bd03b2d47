using System;
using System.Collections.Immutable;
using System.Text;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The calling process, other processes of the run, and signals.</content>
internal partial class Wasix
{
    // The parent of the first process, which is outside the sandbox.
    private const uint Outside = 0;

    public partial Result<Pid, Errno> ProcId()
    {
        DebugLog?.ProcId(Process.Id);
        return new Pid(Process.Id);
    }

    public partial Result<Pid, Errno> ProcParent(Pid pid)
    {
        WasiProcess? process = FindProcess(pid);
        uint parent = process?.Parent?.Id ?? Outside;
        DebugLog?.ProcParent(pid.Value, parent);
        return process is null ? Errno.Badf : new Pid(parent);
    }

    public partial Errno ProcSignal(Pid pid, WasiTypes.Signal signal)
    {
        TraceLog?.ProcSignal(pid.Value, (byte)signal);
        if (FindProcess(pid) is not { } process)
        {
            return Errno.Srch;
        }

        process.Send(signal);
        Caller.Waiter.ThrowIfEnded();
        return Errno.Success;
    }

    public partial Result<JoinStatus, Errno> ProcJoin(GuestRef<OptionPid> pid, JoinFlags flags)
    {
        // 0 stands for the processes of the caller's group (waitpid(3p)), which are all of its children here.
        uint? id = pid.Read().TryGetSome(out Pid some) && some.Value != 0 ? some.Value : null;
        Errno error = Join(id, (flags & JoinFlags.NonBlocking) == 0, out WasiProcess? child);
        if (error != Errno.Success)
        {
            return error;
        }

        pid.Write(OptionPid.Some(new Pid(child?.Id ?? 0)));
        return child?.ExitStatus is not { } status ? JoinStatus.Nothing(0)
            : status.Signal == WasiTypes.Signal.None ? JoinStatus.ExitNormal((Errno)unchecked((ushort)status.ExitCode))
            : JoinStatus.ExitSignal(new ErrnoSignal(Errno.Success, status.Signal));
    }

    public partial Errno ProcRaiseInterval(WasiTypes.Signal sig, ulong interval, Bool repeat)
    {
        DebugLog?.ProcRaiseInterval((byte)sig);
        if (sig == WasiTypes.Signal.None)
        {
            return Errno.Inval;
        }

        Process.MainThread.SignalTimers.Set(sig, interval, repeat == Bool.True);
        return Errno.Success;
    }

    public partial Result<ulong, Errno> ProcSignalsSizesGet() => (ulong)Process.SignalActions.Inherited.Length;

    public partial Errno ProcSignalsGet(GuestRef<byte> buf)
    {
        ImmutableArray<SignalDisposition> dispositions = Process.SignalActions.Inherited;
        Span<byte> bytes = buf.AsList((ulong)dispositions.Length * 2).Span;
        for (int i = 0; i < dispositions.Length; i++)
        {
            (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)dispositions[i].Sig, (byte)dispositions[i].Disp);
        }

        return Errno.Success;
    }

    public partial void CallbackSignal(GuestString callback)
    {
        string name = Copy(callback, Caller.Path, out ReadOnlySpan<byte> text) == Errno.Success ? Encoding.UTF8.GetString(text) : "";
        bool exists = Caller.Guest?.Instance.GetFunction(name) is not null;
        TraceLog?.CallbackSignal(name, exists);
        Process.SignalActions.Handler = exists ? name : null;
    }

    /// <summary>Waits until a child has ended.</summary>
    private protected Errno Join(uint? id, bool waits, out WasiProcess? child)
    {
        DebugLog?.ProcJoin(id ?? 0);
        FlushOutput();
        child = null;
        return Process.Launcher is null ? Errno.Child : Process.Processes.Join(Caller, id, waits, out child);
    }

    private WasiProcess? FindProcess(Pid pid) => pid.Value == Process.Id ? Process : Process.Processes.Find(pid.Value);
}
