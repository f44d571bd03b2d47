using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of <see cref="Wasix"/> for guests with 64-bit memory.</summary>
[WitxModule(
    "wasix_v1.witx",
    Types = typeof(WasiTypes),
    PointerWidth = 64,
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions =
    [
        "call_dynamic", "stack_checkpoint", "proc_fork", "proc_exec", "proc_exec2", "proc_exec3", "proc_spawn", "proc_spawn2",
    ])]
internal sealed partial class WasixMemory64(WasiThread thread) : Wasix(thread)
{
    private protected override int PointerLength => sizeof(ulong);
}
