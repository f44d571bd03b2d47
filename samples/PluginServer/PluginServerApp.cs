using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PluginServer.ByHand;
using Witx.Bindings.Hosting;

namespace PluginServer;

/// <summary>Builds the service.</summary>
internal static class PluginServerApp
{
    private const int MaxRequestBodySize = 64 << 10;

    // ASP.NET Core's spans of requests. Without them, no span of a run is recorded: the sampler follows the span of the request.
    private const string RequestActivitySource = "Microsoft.AspNetCore";

    /// <summary>Builds the service; it is not started.</summary>
    /// <param name="arguments">
    /// Settings of the command line, such as <c>--urls=http://127.0.0.1:0</c> and <c>--Wasi:Timeout=00:00:01</c>.
    /// </param>
    internal static WebApplication Create(params string[] arguments)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.ConfigureKestrel(static options => options.Limits.MaxRequestBodySize = MaxRequestBodySize);
        builder.Services.AddSingleton<Catalog>();
        builder.Services.AddSingleton<HandWrittenPlugin>();
        builder.Services.AddWasi(builder.Configuration.GetSection("Wasi"))
            .AddProgram("fill", "Plugins/fill.wasm")
            .AddProgram("allocate", "Plugins/allocate.wat")
            .AddProgram("block", "Plugins/block.wat")
            .AddProgram("flood", "Plugins/flood.wat")
            .AddProgram("loop", "Plugins/loop.wat")
            .AddProgram("trap", "Plugins/trap.wat")
            .AddHost<CatalogHost>()
            .AddHealthCheck();
        if (builder.Configuration.GetValue("Telemetry:Console", defaultValue: true))
        {
            builder.Services.AddOpenTelemetry()
                .WithTracing(static tracing => tracing
                    .AddSource(RequestActivitySource, WasiTelemetry.ActivitySourceName)
                    .AddConsoleExporter())
                .WithMetrics(static metrics => metrics.AddMeter(WasiTelemetry.MeterName).AddConsoleExporter());
        }

        WebApplication app = builder.Build();
        app.MapPost("/plugins/{name}", PluginEndpoint.RunAsync);
        app.MapPost("/by-hand/fill", HandWrittenEndpoint.RunAsync);
        app.MapHealthChecks("/health");
        return app;
    }
}
