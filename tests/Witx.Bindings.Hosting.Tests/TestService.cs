using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>A service with a real container and the tests' programs.</summary>
internal sealed class TestService : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <param name="settings">The configuration, with keys such as <c>Wasi:Timeout</c>.</param>
    /// <param name="configure">Adds to the services.</param>
    internal TestService(Dictionary<string, string?>? settings = null, Action<WasiBuilder>? configure = null)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.AddProvider(this).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton<Scopes>().AddScoped<Scope>().AddMetrics();
        WasiBuilder wasi = builder.Services.AddWasi(builder.Configuration.GetSection("Wasi"))
            .AddProgram("scope", TestPrograms.Scope)
            .AddProgram("wait", TestPrograms.Wait)
            .AddHost<CounterHost>();
        configure?.Invoke(wasi);
        Host = builder.Build();
    }

    internal IHost Host { get; }

    internal Scopes Scopes => Host.Services.GetRequiredService<Scopes>();

    internal string[] Lines => [.. _lines];

    /// <summary>Runs a program in a scope of its own.</summary>
    internal async Task<WasiResult> RunAsync(string program, Action<WasiOptions>? configure = null)
    {
        await using AsyncServiceScope scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IWasiRunner>().RunAsync(program, configure);
    }

    public async ValueTask DisposeAsync()
    {
        Scopes.Released.Set();
        await ((IAsyncDisposable)Host).DisposeAsync();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {formatter(state, exception)}");

    public void Dispose()
    {
    }
}
