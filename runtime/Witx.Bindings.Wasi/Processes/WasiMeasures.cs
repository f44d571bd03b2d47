using System;

namespace Witx.Bindings.Wasi;

/// <summary>Measurements of a run that cost time, and are therefore made only on request (<see cref="WasiOptions.Measures"/>).</summary>
[Flags]
public enum WasiMeasures
{
    /// <summary>No such measurement.</summary>
    None = 0,

    /// <summary>
    /// The instructions that the guest executed (<see cref="WasiResult.Fuel"/>). It requires <see cref="WasiHostOptions.CountsFuel"/>, and
    /// the run uses slower machine code.
    /// </summary>
    Fuel = 1,

    /// <summary>The number of calls of host functions (<see cref="WasiResult.Calls"/>). Each call takes a few nanoseconds more.</summary>
    Calls = 2,

    /// <summary>The processor time of the thread during the run (<see cref="WasiResult.ProcessorTime"/>).</summary>
    ProcessorTime = 4,
}
