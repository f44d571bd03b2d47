using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using PluginServer;
using PluginServer.Load;
using Xunit;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>The sample service: each way in which a plug-in misbehaves has its status.</summary>
public sealed class PluginServerTests
{
    public static TheoryData<string, HttpStatusCode> Misbehaving =>
        [.. PluginCase.Misbehaving.Select(static one => (one.Plugin, one.Status))];

    [Theory]
    [InlineData("/plugins/fill")]
    [InlineData("/by-hand/fill")]
    public async Task WorkingPlugin_AnswersWithTheFilledDocument(string path)
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = CreateClient(app);
        using HttpResponseMessage response = await client.PostAsync(path, new StringContent("{greeting}, {nobody} in {city}!"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Grüezi, {nobody} in Zürich!", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Misbehaving))]
    public async Task MisbehavingPlugin_AnswersWithItsStatus_AndTheServiceContinues(string plugin, HttpStatusCode status)
    {
        await using WebApplication app = await StartAsync("--Wasi:Timeout=00:00:00.2");
        using HttpClient client = CreateClient(app);
        using HttpResponseMessage response = await client.PostAsync($"/plugins/{plugin}", new StringContent(""));
        Assert.Equal(status, response.StatusCode);
        using HttpResponseMessage next = await client.PostAsync("/plugins/fill", new StringContent("{city}"));
        Assert.Equal("Zürich", await next.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ManyRequests_QueueIsFull_AnswersWith503AndDisconnectedClientsEndTheirGuests()
    {
        await using WebApplication app = await StartAsync(
            "--Wasi:Timeout=00:10:00", "--Wasi:MaxConcurrentGuests=1", "--Wasi:MaxQueuedGuests=1");
        using HttpClient client = CreateClient(app);
        using CancellationTokenSource cancellation = new();
        List<Task<HttpResponseMessage>> requests =
            [.. Enumerable.Range(0, 6).Select(_ => client.PostAsync("/plugins/block", new StringContent(""), cancellation.Token))];

        // One guest blocks, one waits, and the others are rejected.
        for (int i = 0; i < 4; i++)
        {
            Task<HttpResponseMessage> rejected = await Task.WhenAny(requests);
            requests.Remove(rejected);
            using HttpResponseMessage response = await rejected;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }

        Assert.All(requests, static request => Assert.False(request.IsCompleted));
        await cancellation.CancelAsync();

        // The only thread is free again as soon as the service has noticed.
        HttpStatusCode status;
        do
        {
            using HttpResponseMessage response = await client.PostAsync("/plugins/fill", new StringContent(""));
            status = response.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Traces_OfARequest_HaveTheRunBelowTheRequest()
    {
        using SpanRecorder spans = new();
        await using (WebApplication app = await StartAsync("--Telemetry:Console=true"))
        {
            _ = app.Services.GetRequiredService<TracerProvider>().AddProcessor(spans);
            using HttpClient client = CreateClient(app);
            using HttpResponseMessage response = await client.PostAsync("/plugins/fill", new StringContent("{city}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        // Other tests run at the same time.
        Activity request = Assert.Single(
            spans.Ended, static span => span.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn");
        Assert.Contains(spans.Ended, span => span.OperationName == "wasi.run" && span.ParentSpanId == request.SpanId);
    }

    [Fact]
    public async Task LongDocument_AnswersWith413()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = CreateClient(app);
        using HttpResponseMessage response = await client.PostAsync("/plugins/fill", new StringContent(new string('x', 1 << 20)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Health_AfterTheStart_IsHealthy()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = CreateClient(app);
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task LoadClient_WrongStatus_Throws()
    {
        await using WebApplication app = await StartAsync();
        using LoadClient client = new(app.Urls.Single());
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.SendAsync("/plugins/trap", TimeSpan.FromMinutes(1), misbehaves: false));
        Assert.Contains("answered '502' instead of '200'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 0, 0, "memory")]
    [InlineData(0, 100, 0, "descriptors")]
    [InlineData(0, 0, 100, "threads")]
    [InlineData(0, 1, 1, null)]
    public void ResourceUsage_Growth_IsFound(int megabytes, int descriptors, int threads, string? expected)
    {
        ResourceUsage before = new(100L << 20, 50, 20, 8);
        ResourceUsage after = new((100L + megabytes) << 20, 50 + descriptors, 20 + threads, PoolThreads: 100);
        Assert.Equal(expected, after.FindGrowth(before));
    }

    /// <summary>Keeps the spans that have ended, instead of a collector.</summary>
    private sealed class SpanRecorder : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Activity> _ended = new();

        internal IReadOnlyCollection<Activity> Ended => _ended;

        public override void OnEnd(Activity data) => _ended.Enqueue(data);
    }

    private static HttpClient CreateClient(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single()) };

    private static async Task<WebApplication> StartAsync(params string[] settings)
    {
        WebApplication app = PluginServerApp.Create(
            [
                "--urls=http://127.0.0.1:0",
                "--Telemetry:Console=false",
                "--Logging:LogLevel:Default=None",
                "--Logging:LogLevel:Microsoft.AspNetCore=None",
                .. settings,
            ]);
        await app.StartAsync();
        return app;
    }
}
