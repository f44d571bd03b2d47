using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of <see cref="Preview1"/> for guests with 64-bit memory.</summary>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(WasiTypes), PointerWidth = 64)]
internal sealed partial class Preview1Memory64(WasiThread thread) : Preview1(thread, Personality.Wasix);

/// <summary>The system calls of <see cref="Wasix"/> for guests with 64-bit memory.</summary>
[WitxModule(
    "wasix_v1.witx",
    Types = typeof(WasiTypes),
    PointerWidth = 64,
    Missing = MissingFunction.Return,
    MissingError = "notsup",
    ReentrantFunctions = ["call_dynamic", "stack_checkpoint"])]
internal sealed partial class WasixMemory64(WasiThread thread) : Wasix(thread);

/// <summary>The system calls of <see cref="WasixExt"/> for guests with 64-bit memory.</summary>
[WitxModule("wasix_ext.witx", Types = typeof(WasiTypes), PointerWidth = 64, Missing = MissingFunction.Return, MissingError = "notsup")]
internal sealed partial class WasixExtMemory64(WasiThread thread) : WasixExt(thread);
