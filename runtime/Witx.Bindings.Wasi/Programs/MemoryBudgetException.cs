using System;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// The exception for a process whose memory does not fit into <see cref="WasiLimits.MaxTotalMemory"/>, or its stack checkpoints into
/// <see cref="WasiLimits.MaxHostMemory"/>.
/// </summary>
internal sealed class MemoryBudgetException()
    : Exception("The process cannot start: its memory exceeds a limit of the run.");
