using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Witx.Bindings.Wasi;
using Xunit;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>Health, traces and metrics of a service.</summary>
public sealed class DiagnosticsTests
{
    [Fact]
    public async Task HealthCheck_FollowsCompilationAndTheQueue()
    {
        await using TestService service = new(
            new() { ["Wasi:MaxConcurrentGuests"] = "1", ["Wasi:MaxQueuedGuests"] = "4" }, static wasi => wasi.AddHealthCheck());
        HealthCheckService health = service.Host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
        await service.Host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);

        Task[] runs = [service.RunAsync("wait")];
        await service.Scopes.Entered;
        runs = [.. runs, .. Enumerable.Range(0, 4).Select(_ => service.RunAsync("wait"))];
        HealthReport report = await health.CheckHealthAsync();
        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Equal("'4' calls wait, of at most '4' in each queue.", report.Entries["wasi"].Description);
        await Assert.ThrowsAsync<WasiCapacityException>(() => service.RunAsync("wait"));
        service.Scopes.Released.Set();
        await Task.WhenAll(runs);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task Activities_OfCompilationAndRuns_HaveProgramOutcomeAndError()
    {
        using Activity parent = new Activity("test").Start();
        using ActivityListener listener = Listen(parent, out ConcurrentQueue<Activity> ended);
        await using TestService service = new(configure: static wasi => wasi
            .AddProgram("loop", TestPrograms.Loop)
            .AddProgram("library", TestPrograms.Library));
        await service.Host.StartAsync();
        Assert.Equal(
            ["library", "loop", "scope", "wait"],
            ended.Where(static activity => activity.OperationName == "wasi.compile")
                .Select(static activity => activity.GetTagItem("wasi.program")));

        _ = await service.RunAsync("scope");
        await Assert.ThrowsAsync<WasiLimitException>(() => service.RunAsync("loop", StopSoon));
        Activity[] runs = [.. ended.Where(static activity => activity.OperationName == "wasi.run")];
        Assert.Equal(["scope", "loop"], runs.Select(static run => run.GetTagItem("wasi.program")));
        Assert.Equal((1, ActivityStatusCode.Unset), (runs[0].GetTagItem("wasi.exit_code"), runs[0].Status));
        Assert.Equal("started", Assert.Single(runs[0].Events).Name);
        Assert.Equal(("WasiLimits.Timeout", ActivityStatusCode.Error), (runs[1].GetTagItem("error.type"), runs[1].Status));

        await using AsyncServiceScope scope = service.Host.Services.CreateAsyncScope();
        using WasiInstance instance = await scope.ServiceProvider.GetRequiredService<IWasiRunner>().InstantiateAsync("library");
        Assert.Equal("wasi.instantiate", ended.Last().OperationName);
    }

    [Fact]
    public async Task Activities_OfARun_AreItsInstantiationAndTheTreeOfItsProcesses()
    {
        using Activity parent = new Activity("test").Start();
        using ActivityListener listener = Listen(parent, out ConcurrentQueue<Activity> ended);
        ConcurrentQueue<string> current = new();
        await using TestService service = new(configure: static wasi => wasi
            .AddProgram("shell", TestPrograms.CreateParent("/bin/inner", "(call $exit (i32.const 4))"))
            .AddProgram("outer", TestPrograms.CreateParent("/bin/leaf", "(unreachable)")));
        IServiceProvider services = service.Host.Services;
        _ = await service.RunAsync("shell", options =>
        {
            options.Programs["inner"] = services.GetRequiredKeyedService<WasiProgram>("outer");
            options.Programs["leaf"] = services.GetRequiredKeyedService<WasiProgram>("scope");
            options.Interceptors.Add((function, next) => (in call) =>
            {
                Activity span = Activity.Current!;
                current.Enqueue($"{call.GetProcess()!.ProcessId} {span.OperationName} {span.GetTagItem("wasi.pid")}");
                return next(in call);
            });
        });

        Dictionary<ActivitySpanId, Activity> spans = ended.ToDictionary(static span => span.SpanId);
        string Describe(Activity span) => span == parent ? "" :
            $"{span.OperationName} {span.GetTagItem("wasi.program")} < {Describe(spans.GetValueOrDefault(span.ParentSpanId, parent))}";
        Assert.Equal(
            [
                "wasi.instantiate shell < wasi.run shell < ",
                "wasi.process leaf < wasi.process inner < wasi.run shell < ",
                "wasi.process inner < wasi.run shell < ",
                "wasi.run shell < ",
            ],
            ended.Select(Describe));
        Assert.Equal(
            [
                "wasi.program=leaf wasi.pid=3 wasi.parent_pid=2 wasi.exit_code=1",
                "wasi.program=inner wasi.pid=2 wasi.parent_pid=1 wasi.exit_code=134 wasi.signal=Abrt "
                    + "error.type=Witx.Bindings.Wasi.WasiTrapException",
                "wasi.program=shell wasi.exit_code=4",
            ],
            ended.Skip(1).Select(static span => string.Join(' ', span.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}"))));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], ended.Skip(1).Take(2).Select(static span => span.Status));
        Assert.Equal(["1 wasi.run ", "2 wasi.process 2", "3 wasi.process 3"], current.Distinct());
    }

    [Fact]
    public async Task Activity_OfAnInstantiationThatFails_HasTheError()
    {
        using Activity parent = new Activity("test").Start();
        using ActivityListener listener = Listen(parent, out ConcurrentQueue<Activity> ended);
        await using TestService service = new(configure: static wasi => wasi.AddProgram("start", TestPrograms.Start));
        await Assert.ThrowsAsync<WasiTrapException>(() => service.RunAsync("start"));
        Assert.Equal(
            [("wasi.instantiate", ActivityStatusCode.Error), ("wasi.run", ActivityStatusCode.Error)],
            ended.Select(static span => (span.OperationName, span.Status)));
        Assert.All(ended, static span => Assert.Equal(typeof(WasiTrapException).FullName, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Metrics_OfRuns_AreCountedWithoutCountingSystemCalls()
    {
        await using TestService service = new(configure: static wasi => wasi
            .AddProgram("loop", TestPrograms.Loop)
            .AddProgram("write", TestPrograms.Write));
        using Measurements measurements = new(service.Host.Services.GetRequiredService<IMeterFactory>(), WasiTelemetry.MeterName);
        _ = await service.RunAsync("write");
        _ = await service.RunAsync("write");
        await Assert.ThrowsAsync<WasiLimitException>(() => service.RunAsync("loop", StopSoon));
        Assert.Equal(2, measurements.Sum("wasi.runs", "write"));
        Assert.Equal(1, measurements.Sum("wasi.runs", "loop"));
        Assert.Equal(0, measurements.Sum("wasi.run.errors", "write"));
        Assert.Equal(1, measurements.Sum("wasi.run.errors", "loop", ("error.type", "WasiLimits.Timeout")));
        Assert.Equal(10, measurements.Sum("wasi.run.bytes", "write", ("direction", "write")));
        Assert.Equal(2, measurements.Count("wasi.run.duration", "write"));
        Assert.InRange(measurements.Sum("wasi.run.duration", "loop"), 0.05, 30);
        foreach (string gauge in (string[])["wasi.active_guests", "wasi.queue_length"])
        {
            Assert.Equal(4, measurements.Count(gauge, "write"));
            Assert.Equal(0, measurements.Sum(gauge, "write"));
        }

        Assert.DoesNotContain("wasi.calls", measurements.Instruments);
    }

    [Fact]
    public async Task Metrics_OfSystemCalls_AreCountedForAListener()
    {
        await using TestService service = new(configure: static wasi => wasi.AddProgram("write", TestPrograms.Write));
        using Measurements measurements = new(service.Host.Services.GetRequiredService<IMeterFactory>(), WasiTelemetry.SystemCallMeterName);
        _ = await service.RunAsync("write");
        _ = await service.RunAsync("write");
        Assert.Equal(2, measurements.Sum("wasi.calls", program: null, ("function", "fd_write")));
    }

    private static void StopSoon(WasiOptions options) => options.Limits.Timeout = TimeSpan.FromMilliseconds(50);

    /// <summary>Listens to the spans of one trace.</summary>
    private static ActivityListener Listen(Activity trace, out ConcurrentQueue<Activity> ended)
    {
        ConcurrentQueue<Activity> queue = new();
        ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == WasiTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace.TraceId)
                {
                    queue.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        ended = queue;
        return listener;
    }

    /// <summary>The measurements of one meter of a service.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _all = new();
        private readonly ConcurrentQueue<string> _instruments = new();

        internal Measurements(IMeterFactory factory, string meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Meter.Name == meter)
                {
                    _instruments.Enqueue(instrument.Name);
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        internal IEnumerable<string> Instruments => _instruments;

        internal double Sum(string instrument, string? program, params (string Key, string Value)[] tags) =>
            Find(instrument, program, tags).Sum(static measurement => measurement.Value);

        internal int Count(string instrument, string program) => Find(instrument, program, []).Count();

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Name, double Value, Dictionary<string, object?> Tags)> Find(
            string instrument, string? program, (string Key, string Value)[] tags) =>
            _all.Where(measurement => measurement.Name == instrument
                && (program is null || Equals(measurement.Tags["wasi.program"], program))
                && tags.All(tag => Equals(measurement.Tags.GetValueOrDefault(tag.Key), tag.Value)));

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _all.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary()));
    }
}
