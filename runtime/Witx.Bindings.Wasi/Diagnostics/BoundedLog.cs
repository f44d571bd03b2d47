using System;
using System.Threading;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Diagnostics;

/// <summary>A logger that limits the rate of warnings, because a guest can cause a refusal with every call. Thread-safe.</summary>
/// <remarks>
/// The first warning after dropped ones is preceded by a warning with their number. Messages of other levels pass through.
/// </remarks>
/// <param name="inner">The log that receives the messages.</param>
/// <param name="time">The clock that measures the rate.</param>
internal sealed partial class BoundedLog(ILogger inner, TimeProvider time) : ILogger
{
    /// <summary>The number of warnings that can be logged without a pause.</summary>
    internal const int Burst = 10;

    /// <summary>The interval after which one more warning is logged.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _allowed = Burst;
    private long _since = time.GetTimestamp();
    private int _dropped;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        int dropped = 0;
        if (logLevel != LogLevel.Warning || TryTake(out dropped))
        {
            if (dropped > 0)
            {
                Dropped(inner, dropped);
            }

            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private bool TryTake(out int dropped)
    {
        lock (_gate)
        {
            int earned = (int)Math.Min(Burst - _allowed, time.GetElapsedTime(_since) / Interval);
            _allowed += earned;
            _since = _allowed == Burst ? time.GetTimestamp() : _since + (long)(earned * Interval.TotalSeconds * time.TimestampFrequency);
            dropped = 0;
            if (_allowed == 0)
            {
                _dropped++;
                return false;
            }

            _allowed--;
            (dropped, _dropped) = (_dropped, 0);
            return true;
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "{count} warnings were not logged because they exceeded the rate limit.")]
    private static partial void Dropped(ILogger log, int count);
}
