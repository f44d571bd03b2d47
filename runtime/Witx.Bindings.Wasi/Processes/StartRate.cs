using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Limits the number of processes that start in a second. Not thread-safe.</summary>
/// <param name="max">The maximum (<see cref="WasiLimits.MaxProcessStarts"/>).</param>
internal sealed class StartRate(int max)
{
    private long _second;
    private int _starts;

    /// <summary>Counts a start.</summary>
    /// <param name="time">The clock that measures the seconds.</param>
    /// <returns>False beyond the maximum.</returns>
    internal bool TryCount(TimeProvider time)
    {
        long second = time.GetTimestamp() / time.TimestampFrequency;
        if (second != _second)
        {
            (_second, _starts) = (second, 0);
        }

        return ++_starts <= max;
    }
}
