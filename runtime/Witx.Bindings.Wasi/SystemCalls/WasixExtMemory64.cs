using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of <see cref="WasixExt"/> for guests with 64-bit memory.</summary>
[WitxModule(
    "wasix_ext.witx",
    Types = typeof(WasiTypes),
    PointerWidth = 64,
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["proc_exec4", "proc_spawn3"])]
internal sealed partial class WasixExtMemory64(WasiThread thread) : WasixExt(thread)
{
    private protected override int PointerLength => sizeof(ulong);
}
