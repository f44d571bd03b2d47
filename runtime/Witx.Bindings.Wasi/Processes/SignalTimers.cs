using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Sends a thread signals after a time, one clock a signal.</summary>
internal sealed class SignalTimers(Signals signals, TimeProvider provider) : IDisposable
{
    private const int SignalCount = 32;

    // What a timer can hold.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private ITimer?[] _timers = [];

    /// <summary>Sets the clock of a signal anew.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="interval">In milliseconds; 0 stops it.</param>
    /// <param name="repeat">Whether it goes on after the first time.</param>
    internal void Set(Signal signal, ulong interval, bool repeat)
    {
        if (_timers.Length == 0)
        {
            _timers = new ITimer?[SignalCount];
        }

        _timers[(int)signal]?.Dispose();
        TimeSpan time = interval < s_longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(interval) : s_longest;
        _timers[(int)signal] = interval == 0
            ? null
            : provider.CreateTimer(_ => signals.Raise(signal), null, time, repeat ? time : Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        foreach (ITimer? timer in _timers)
        {
            timer?.Dispose();
        }
    }
}
