using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>
/// The system calls that WASIX adds to preview1, for one thread. Functions that are not implemented return <c>Errno.Notsup</c>.
/// </summary>
[WitxModule(
    "wasix_v1.witx",
    Types = typeof(WasiTypes),
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["call_dynamic", "stack_checkpoint"])]
internal partial class Wasix(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
    private protected WasiProcess Process => Caller.Process;
}
