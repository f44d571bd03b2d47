using System;
using System.Diagnostics;
using System.Threading;
using Witx.Bindings.Hosting.Diagnostics;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Running;

/// <summary>The spans and the metrics of one run or instantiation, from the call to its end.</summary>
internal sealed class RunObservation : IDisposable
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Ended = 2;

    private readonly RunMetrics _metrics;
    private readonly string _program;
    private readonly Activity? _activity;
    private readonly ProcessActivities? _processes;
    private Activity? _instantiation;
    private long _start = Stopwatch.GetTimestamp();
    private int _state = Waiting;

    private RunObservation(Activity? activity, string program, RunMetrics metrics)
    {
        (_activity, _program, _metrics) = (activity, program, metrics);
        _processes = activity is null ? null : new ProcessActivities(activity);
        metrics.BeginWait(program);
    }

    /// <summary>Starts the span and the wait for capacity.</summary>
    internal static RunObservation Start(string activity, string program, RunMetrics metrics) =>
        new(WasiTelemetry.StartActivity(activity, program), program, metrics);

    /// <summary>Observes a run by its callbacks, around those of the options.</summary>
    internal void Attach(WasiOptions options)
    {
        options.Started = BeginGuest + options.Started;
        if (_processes is not null)
        {
            options.Instantiated = EndInstantiation + options.Instantiated;
            options.ProcessStarted = _processes.Start + options.ProcessStarted;
            options.ProcessExited += _processes.Stop;
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
        WasiTelemetry.SetError(_instantiation is { IsStopped: false } ? _instantiation : null, exception);
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

        _instantiation?.Dispose();
        _processes?.Dispose();
        _activity?.Dispose();
    }

    /// <summary>Ends the wait: the guest is about to be created. It is called on the thread of the guest.</summary>
    private void BeginGuest(WasiProcess process)
    {
        _start = Stopwatch.GetTimestamp();
        if (Interlocked.CompareExchange(ref _state, Running, Waiting) != Waiting)
        {
            return;
        }

        _metrics.EndWait(_program);
        _metrics.BeginGuest(_program);
        _ = _activity?.AddEvent(new ActivityEvent("started"));
        if (_activity?.OperationName == WasiTelemetry.Run)
        {
            _instantiation = WasiTelemetry.StartActivity(WasiTelemetry.Instantiate, _program, _activity.Context);
        }
    }

    private void EndInstantiation(WasiProcess process) => _instantiation?.Stop();
}
