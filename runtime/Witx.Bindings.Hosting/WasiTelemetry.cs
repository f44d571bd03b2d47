using System;
using System.Diagnostics;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>The names of the activity source and the meters, for OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class WasiTelemetry
{
    /// <summary>
    /// The activity source. Its spans are <c>wasi.compile</c>, <c>wasi.instantiate</c>, <c>wasi.run</c> and <c>wasi.process</c>, with the
    /// tags <c>wasi.program</c>, <c>wasi.exit_code</c> and <c>error.type</c>.
    /// </summary>
    /// <remarks>
    /// The event <c>started</c> ends the wait for capacity. A run has a child <c>wasi.instantiate</c>, and a span <c>wasi.process</c> for
    /// each process that the guest starts, below that of its parent. It has the tags <c>wasi.pid</c>, <c>wasi.parent_pid</c> and, if a
    /// signal ended the process, <c>wasi.signal</c>; <c>wasi.program</c> is the last program that the process executed.
    /// </remarks>
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

    /// <summary>The span of a run.</summary>
    internal const string Run = "wasi.run";

    /// <summary>The span of an instantiation.</summary>
    internal const string Instantiate = "wasi.instantiate";

    private static readonly ActivitySource s_source = new(ActivitySourceName);

    /// <summary>Starts a span, or returns null if no listener wants it.</summary>
    /// <param name="name">The name of the span.</param>
    /// <param name="program">The name of the program.</param>
    /// <param name="parent">The parent; the default is the current span.</param>
    internal static Activity? StartActivity(string name, string program, ActivityContext parent = default) =>
        s_source.StartActivity(name, ActivityKind.Internal, parent)?.SetTag("wasi.program", program);

    /// <summary>Marks a span as failed.</summary>
    internal static void SetError(Activity? activity, Exception exception) => activity?
        .SetTag("error.type", GetErrorType(exception))
        .SetStatus(ActivityStatusCode.Error, exception.Message);

    /// <summary>Returns the value of the tag <c>error.type</c>: the exceeded limit, or the type of the exception.</summary>
    internal static string GetErrorType(Exception exception) => exception is WasiLimitException { Limit: { } limit }
        ? $"{nameof(WasiLimits)}.{limit}"
        : exception.GetType().FullName!;
}
