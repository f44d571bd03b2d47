using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A time provider whose time advances only when a test calls <see cref="Advance"/>.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>A task that completes when the first timer was started.</summary>
    internal Task TimerStarted => _started.Task;

    internal void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _elapsed += time;
            due = _timers.FindAll(timer => timer.Due <= _elapsed);
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(static timer => timer.Fire());
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromDays(365) + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(() => callback(state), _elapsed + dueTime);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        _started.TrySetResult();
        return timer;
    }

    private sealed class ManualTimer(Action fire, TimeSpan due) : ITimer
    {
        internal TimeSpan Due => due;

        internal Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
