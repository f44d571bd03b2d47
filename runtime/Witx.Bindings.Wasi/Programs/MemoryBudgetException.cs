using System;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The exception for a process whose memory does not fit into <see cref="WasiLimits.MaxTotalMemory"/>.</summary>
internal sealed class MemoryBudgetException()
    : Exception($"The memory of the process exceeds '{nameof(WasiLimits)}.{nameof(WasiLimits.MaxTotalMemory)}'.");
