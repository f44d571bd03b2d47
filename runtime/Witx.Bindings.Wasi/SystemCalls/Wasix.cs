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
    ReentrantFunctions =
    [
        "call_dynamic", "stack_checkpoint", "proc_fork", "proc_exec", "proc_exec2", "proc_exec3", "proc_spawn", "proc_spawn2",
    ])]
internal partial class Wasix(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
    /// <summary>The length of an address of the guest in bytes.</summary>
    private protected virtual int PointerLength => sizeof(uint);
}
