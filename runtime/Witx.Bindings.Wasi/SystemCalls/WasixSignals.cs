using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system call <c>proc_raise</c> with WASIX's signal numbers, for programs that handle signals.</summary>
/// <remarks>WASIX's C library imports it from preview1's module, so it replaces preview1's function there.</remarks>
[WitxModule("wasix_signals.witx", Types = typeof(WasiTypes))]
internal sealed partial class WasixSignals(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
    public partial Errno ProcRaise(WasiTypes.Signal sig)
    {
        DebugLog?.ProcRaise((byte)sig);
        return Raise(sig);
    }
}
