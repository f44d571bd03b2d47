using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>
/// <c>proc_raise</c> by WASIX's numbers of signals. Its C library imports it from preview1 like the rest of that, so it stands there too for
/// programs that handle signals.
/// </summary>
[WitxModule("wasix_signals.witx", Types = typeof(WasiTypes))]
[WitxFaults(UnknownValue = "inval")]
internal sealed partial class WasixSignals(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
    public partial Errno ProcRaise(WasiTypes.Signal sig)
    {
        if (Caller.Process.LogsDebug)
        {
            Log.ProcRaise(Caller.Process.Log, (byte)sig);
        }

        return Raise(sig);
    }
}
