using System;
using System.Diagnostics;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>The names of the activity source and the meters, for OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class WasiTelemetry
{
    /// <summary>
    /// The activity source. Its spans are <c>wasi.compile</c>, <c>wasi.instantiate</c> and <c>wasi.run</c>, with the tags
    /// <c>wasi.program</c>, <c>wasi.exit_code</c> and <c>error.type</c>. The event <c>started</c> ends the wait for capacity.
    /// </summary>
    public const string ActivitySourceName = "Witx.Bindings.Hosting";

    /// <summary>
    /// The meter of runs. It costs nothing for each system call: <c>wasi.runs</c>, <c>wasi.run.errors</c>, <c>wasi.run.duration</c>,
    /// <c>wasi.run.bytes</c>, <c>wasi.active_guests</c> and <c>wasi.queue_length</c>, with the tag <c>wasi.program</c>.
    /// </summary>
    public const string MeterName = "Witx.Bindings.Hosting";

    /// <summary>
    /// The meter of system calls (<see cref="WasiOptions.MeterFactory"/>). While a listener is attached, each call of a guest that starts
    /// is counted, which takes some nanoseconds.
    /// </summary>
    public const string SystemCallMeterName = "Witx.Bindings.Wasi";

    private static readonly ActivitySource s_source = new(ActivitySourceName);

    /// <summary>Starts a span, or returns null if no listener wants it.</summary>
    internal static Activity? StartActivity(string name, string program)
    {
        Activity? activity = s_source.StartActivity(name);
        return activity?.SetTag("wasi.program", program);
    }

    /// <summary>Marks a span as failed.</summary>
    internal static void SetError(Activity? activity, Exception exception) => activity?
        .SetTag("error.type", GetErrorType(exception))
        .SetStatus(ActivityStatusCode.Error, exception.Message);

    /// <summary>Returns the value of the tag <c>error.type</c>: the exceeded limit, or the type of the exception.</summary>
    internal static string GetErrorType(Exception exception) => exception is WasiLimitException { Limit: { } limit }
        ? $"{nameof(WasiLimits)}.{limit}"
        : exception.GetType().FullName!;
}
