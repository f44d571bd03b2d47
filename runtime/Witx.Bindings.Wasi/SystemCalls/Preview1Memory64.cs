using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of <see cref="Preview1"/> for guests with 64-bit memory.</summary>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(WasiTypes), PointerWidth = 64)]
internal sealed partial class Preview1Memory64(WasiThread thread) : Preview1(thread, Personality.Wasix);
