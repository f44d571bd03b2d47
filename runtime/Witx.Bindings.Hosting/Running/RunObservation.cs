using System;
using System.Diagnostics;
using System.Threading;
using Witx.Bindings.Hosting.Diagnostics;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Running;

/// <summary>The span and the metrics of one run or instantiation, from the call to its end.</summary>
internal sealed class RunObservation : IDisposable
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Ended = 2;

    private readonly RunMetrics _metrics;
    private readonly string _program;
    private readonly Activity? _activity;
    private long _start = Stopwatch.GetTimestamp();
    private int _state = Waiting;

    private RunObservation(Activity? activity, string program, RunMetrics metrics)
    {
        (_activity, _program, _metrics) = (activity, program, metrics);
        metrics.BeginWait(program);
    }

    /// <summary>Starts the span and the wait for capacity.</summary>
    internal static RunObservation Start(string activity, string program, RunMetrics metrics) =>
        new(WasiTelemetry.StartActivity(activity, program), program, metrics);

    /// <summary>Ends the wait: the guest is about to start. It is called on the thread of the guest.</summary>
    internal void BeginGuest()
    {
        _start = Stopwatch.GetTimestamp();
        if (Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting)
        {
            _metrics.EndWait(_program);
            _metrics.BeginGuest(_program);
            _ = _activity?.AddEvent(new ActivityEvent("started"));
        }
    }

    /// <summary>Records a run that returned.</summary>
    internal void Complete(WasiResult result)
    {
        _ = _activity?.SetTag("wasi.exit_code", result.ExitCode);
        _metrics.AddRun(_program, result.Elapsed, result, exception: null);
    }

    /// <summary>Records an instantiation that returned.</summary>
    internal void Complete() => _metrics.AddRun(_program, Stopwatch.GetElapsedTime(_start), result: null, exception: null);

    /// <summary>Records an exception.</summary>
    internal void Fail(Exception exception)
    {
        WasiTelemetry.SetError(_activity, exception);
        _metrics.AddRun(_program, Stopwatch.GetElapsedTime(_start), result: null, exception);
    }

    public void Dispose()
    {
        int state = Interlocked.Exchange(ref _state, Ended);
        if (state == Waiting)
        {
            _metrics.EndWait(_program);
        }
        else if (state == Running)
        {
            _metrics.EndGuest(_program);
        }

        _activity?.Dispose();
    }
}
