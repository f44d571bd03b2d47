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
        ConcurrentQueue<Activity> ended = new();
        using Activity parent = new Activity("test").Start();
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == WasiTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using TestService service = new(
            new() { ["Wasi:Timeout"] = "00:00:00.05" },
            static wasi => wasi.AddProgram("loop", TestPrograms.Loop).AddProgram("library", TestPrograms.Library));
        await service.Host.StartAsync();
        Assert.Equal(
            ["library", "loop", "scope", "wait"],
            ended.Where(static activity => activity.OperationName == "wasi.compile")
                .Select(static activity => activity.GetTagItem("wasi.program")));

        _ = await service.RunAsync("scope");
        await Assert.ThrowsAsync<WasiLimitException>(() => service.RunAsync("loop"));
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
    public async Task Metrics_OfRuns_AreCountedWithoutCountingSystemCalls()
    {
        await using TestService service = new(
            new() { ["Wasi:Timeout"] = "00:00:00.05" },
            static wasi => wasi.AddProgram("loop", TestPrograms.Loop).AddProgram("write", TestPrograms.Write));
        using Measurements measurements = new(service.Host.Services.GetRequiredService<IMeterFactory>(), WasiTelemetry.MeterName);
        _ = await service.RunAsync("write");
        _ = await service.RunAsync("write");
        await Assert.ThrowsAsync<WasiLimitException>(() => service.RunAsync("loop"));
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
