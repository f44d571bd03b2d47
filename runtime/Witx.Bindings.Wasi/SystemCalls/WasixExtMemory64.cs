using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of <see cref="WasixExt"/> for guests with 64-bit memory.</summary>
[WitxModule("wasix_ext.witx", Types = typeof(WasiTypes), PointerWidth = 64, Missing = MissingFunction.Return, MissingError = "notsup")]
internal sealed partial class WasixExtMemory64(WasiThread thread) : WasixExt(thread);
