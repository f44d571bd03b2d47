using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Diagnostics;

/// <summary>The instruments of the meter <see cref="WasiTelemetry.MeterName"/>, and the number of calls that wait. Thread-safe.</summary>
internal sealed class RunMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<int> _active;
    private readonly UpDownCounter<int> _queue;
    private int _waiting;

    /// <param name="factory">The factory of the meter, or null without one.</param>
    public RunMetrics(IMeterFactory? factory = null)
    {
        _ownsMeter = factory is null;
        _meter = factory?.Create(new MeterOptions(WasiTelemetry.MeterName)) ?? new Meter(WasiTelemetry.MeterName);
        _runs = _meter.CreateCounter<long>("wasi.runs", "{run}", "Runs that have ended.");
        _errors = _meter.CreateCounter<long>("wasi.run.errors", "{run}", "Runs that ended in an exception.");
        _bytes = _meter.CreateCounter<long>("wasi.run.bytes", "By", "Bytes that guests have read and written.");
        _duration = _meter.CreateHistogram<double>("wasi.run.duration", "s", "Duration of runs, without the wait for capacity.");
        _active = _meter.CreateUpDownCounter<int>("wasi.active_guests", "{guest}", "Guests that run or are initialized.");
        _queue = _meter.CreateUpDownCounter<int>("wasi.queue_length", "{call}", "Calls that wait for capacity or compilation.");
    }

    /// <summary>The number of calls that wait for capacity or compilation.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    internal void BeginWait(string program)
    {
        _ = Interlocked.Increment(ref _waiting);
        _queue.Add(1, Tag(program));
    }

    internal void EndWait(string program)
    {
        _ = Interlocked.Decrement(ref _waiting);
        _queue.Add(-1, Tag(program));
    }

    internal void BeginGuest(string program) => _active.Add(1, Tag(program));

    internal void EndGuest(string program) => _active.Add(-1, Tag(program));

    internal void AddRun(string program, TimeSpan duration, WasiResult? result, Exception? exception)
    {
        TagList tags = [Tag(program)];
        if (result is not null)
        {
            _bytes.Add(result.BytesRead, Tag(program), new("direction", "read"));
            _bytes.Add(result.BytesWritten, Tag(program), new("direction", "write"));
        }

        if (exception is not null)
        {
            tags.Add("error.type", WasiTelemetry.GetErrorType(exception));
            _errors.Add(1, tags);
        }

        _runs.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }

    public void Dispose()
    {
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    private static KeyValuePair<string, object?> Tag(string program) => new("wasi.program", program);
}
