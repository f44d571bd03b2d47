using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The calling process, which has no children, and its signals.</content>
internal partial class Wasix
{
    // The ID of the parent, which is outside the sandbox.
    private static readonly Pid s_parent = new(0);

    public partial Result<Pid, Errno> ProcId()
    {
        DebugLog?.ProcId(Process.Id);
        return new Pid(Process.Id);
    }

    public partial Result<Pid, Errno> ProcParent(Pid pid)
    {
        DebugLog?.ProcParent(pid.Value, s_parent.Value);
        return pid.Value == Process.Id ? s_parent : Errno.Badf;
    }

    public partial Errno ProcSignal(Pid pid, WasiTypes.Signal signal)
    {
        TraceLog?.ProcSignal(pid.Value, (byte)signal);
        return pid.Value == Process.Id ? Raise(signal) : Errno.Srch;
    }

    public partial Errno ProcRaiseInterval(WasiTypes.Signal sig, ulong interval, Bool repeat)
    {
        DebugLog?.ProcRaiseInterval((byte)sig);
        if (sig == WasiTypes.Signal.None)
        {
            return Errno.Inval;
        }

        Caller.SignalTimers.Set(sig, interval, repeat == Bool.True);
        return Errno.Success;
    }

    /// <summary>Returns 0: no signal has a disposition that was inherited.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial Result<ulong, Errno> ProcSignalsSizesGet() => 0UL;

    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial Errno ProcSignalsGet(GuestRef<byte> buf) => Errno.Success;

    public partial void CallbackSignal(GuestString callback)
    {
        string name = Copy(callback, Caller.Path, out ReadOnlySpan<byte> text) == Errno.Success ? Encoding.UTF8.GetString(text) : "";
        bool exists = Caller.Guest?.Instance.GetFunction(name) is not null;
        TraceLog?.CallbackSignal(name, exists);
        Caller.Signals.Handler = exists ? name : null;
    }
}
