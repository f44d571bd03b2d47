using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Running;

/// <summary>The spans of the processes that the guest of a run starts. Thread-safe.</summary>
/// <param name="run">The span of the run.</param>
internal sealed class ProcessActivities(Activity run) : IDisposable
{
    private readonly ConcurrentDictionary<long, Activity> _running = [];

    /// <summary>Starts the span of a process, on its thread, so that it is the current one there.</summary>
    internal void Start(WasiProcess process)
    {
        Activity parent = _running.TryGetValue(process.ParentProcessId, out Activity? other) ? other : run;
        if (WasiTelemetry.StartActivity("wasi.process", process.ProgramName, parent.Context) is { } activity)
        {
            _ = activity.SetTag("wasi.pid", process.ProcessId).SetTag("wasi.parent_pid", process.ParentProcessId);
            _running[process.ProcessId] = activity;
        }
    }

    /// <summary>Stops the span of a process.</summary>
    internal void Stop(WasiProcess process, WasiExitStatus status)
    {
        if (!_running.TryRemove(process.ProcessId, out Activity? activity))
        {
            return;
        }

        _ = activity.SetTag("wasi.program", process.ProgramName).SetTag("wasi.exit_code", status.ExitCode);
        if (status.Signal != WasiTypes.Signal.None)
        {
            _ = activity.SetTag("wasi.signal", status.Signal.ToString());
        }

        if (process.Trap is { } trap)
        {
            WasiTelemetry.SetError(activity, trap);
        }

        activity.Dispose();
    }

    /// <summary>Stops the spans of processes whose end was not observed, because a callback threw.</summary>
    public void Dispose()
    {
        foreach (Activity activity in _running.Values)
        {
            activity.Dispose();
        }
    }
}
