using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;

namespace PluginServer.Load;

/// <summary>Drives a mixed load against the service, and fails if memory, descriptors or threads of the process grow.</summary>
internal static class LoadRun
{
    private const double WarmupShare = 0.3;

    /// <summary>Runs the load.</summary>
    /// <param name="seconds">The duration. Its first part warms up, and the resources after it are those to compare with.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(double seconds)
    {
        await using WebApplication app = await StartAsync();
        using LoadClient client = new(app.Urls.Single());
        TimeSpan duration = TimeSpan.FromSeconds(seconds);
        long requests = await client.SendAsync("/plugins/fill", duration * WarmupShare, misbehaves: true);
        ResourceUsage before = ResourceUsage.Measure();
        Console.WriteLine($"after the warm-up: {before}");
        requests += await client.SendAsync("/plugins/fill", duration * (1 - WarmupShare), misbehaves: true);
        ResourceUsage after = ResourceUsage.Measure();
        Console.WriteLine($"at the end:        {after}");
        string? growth = after.FindGrowth(before);
        Console.WriteLine(growth is null
            ? $"{requests} requests in {seconds} s, each with the expected status; nothing grew"
            : $"FAILED: {growth} grew during {requests} requests");
        await app.StopAsync();
        return growth is null ? 0 : 1;
    }

    /// <summary>Starts the service on a free port of the loopback, without telemetry.</summary>
    internal static async Task<WebApplication> StartAsync()
    {
        WebApplication app = PluginServerApp.Create(
            "--urls=http://127.0.0.1:0",
            "--Telemetry:Console=false",
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft.AspNetCore=Error");
        await app.StartAsync();
        return app;
    }
}
