using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// Interval timers that raise signals on a thread (<c>proc_raise_interval</c>), at most one for each signal. Thread-safe.
/// </summary>
internal sealed class SignalTimers(Signals signals, TimeProvider provider) : IDisposable
{
    private const int SignalCount = 32;

    // The maximum that Timer accepts: 2^32 - 2 milliseconds.
    private static readonly TimeSpan s_maxInterval = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _gate = new();
    private ITimer?[] _timers = [];
    private bool _isDisposed;

    /// <summary>Starts the timer of a signal, and stops its previous one.</summary>
    /// <param name="signal">The signal to raise.</param>
    /// <param name="interval">The interval in milliseconds, or 0 to only stop the timer.</param>
    /// <param name="repeat">True to raise the signal after each interval, false to raise it once.</param>
    internal void Set(Signal signal, ulong interval, bool repeat)
    {
        TimeSpan dueTime = interval < s_maxInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(interval) : s_maxInterval;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (_timers.Length == 0)
            {
                _timers = new ITimer?[SignalCount];
            }

            _timers[(int)signal]?.Dispose();
            _timers[(int)signal] = interval == 0
                ? null
                : provider.CreateTimer(_ => signals.Raise(signal), null, dueTime, repeat ? dueTime : Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (ITimer? timer in _timers)
            {
                timer?.Dispose();
            }
        }
    }
}
