using System;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Witx.Bindings.Hosting.Diagnostics;
using Witx.Bindings.Hosting.Programs;
using Witx.Bindings.Hosting.Running;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>Adds WASI to the services of an application.</summary>
public static class WasiServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="WasiHost"/>, an <see cref="IWasiRunner"/>, and each program as a keyed <see cref="WasiProgram"/>. The programs are
    /// compiled when the application starts.
    /// </summary>
    /// <param name="services">The services. Loggers must be registered (<c>AddLogging</c>), as host builders do.</param>
    /// <returns>A builder that adds programs and hosts.</returns>
    /// <remarks>
    /// Later calls add to the same services. Invalid options keep the application from starting, with
    /// <see cref="OptionsValidationException"/>.
    /// </remarks>
    /// <example>
    /// <code><![CDATA[
    /// builder.Services.AddWasi(builder.Configuration.GetSection("Wasi"))
    ///     .AddProgram("resize", "plugins/resize.wasm")
    ///     .AddHost<KeyValueHost>()
    ///     .AddHealthCheck();
    ///
    /// app.MapPost("/resize", async (IWasiRunner wasi, HttpRequest request, HttpResponse response, CancellationToken token) =>
    ///     await wasi.RunAsync("resize", options =>
    ///     {
    ///         options.Input = WasiInput.FromPipe(request.BodyReader);
    ///         options.Output = WasiOutput.ToPipe(response.BodyWriter);
    ///     }, token));
    /// ]]></code>
    /// </example>
    public static WasiBuilder AddWasi(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WasiHostingOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WasiHostingOptions>, WasiHostingOptionsValidator>());
        services.TryAddSingleton(static services => new ProgramFiles(services.GetService<IHostEnvironment>()));
        services.TryAddSingleton(CreateHost);
        services.TryAddSingleton<ProgramRegistry>();
        services.TryAddKeyedSingleton(
            KeyedService.AnyKey,
            static (services, key) => services.GetRequiredService<ProgramRegistry>().Get((string)key!));
        services.TryAddSingleton(static services => new RunMetrics(services.GetService<IMeterFactory>()));
        services.TryAddScoped<IWasiRunner, WasiRunner>();
        services.TryAddSingleton<ProgramCompiler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ProgramCompiler>(
            static services => services.GetRequiredService<ProgramCompiler>()));
        return new WasiBuilder(services);
    }

    /// <summary>Adds WASI like <see cref="AddWasi(IServiceCollection)"/>, with options from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section that <see cref="WasiHostingOptions"/> are bound from.</param>
    /// <returns>A builder that adds programs and hosts.</returns>
    public static WasiBuilder AddWasi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        WasiBuilder builder = services.AddWasi();
        services.AddOptions<WasiHostingOptions>().Bind(configuration);
        return builder;
    }

    /// <summary>Adds WASI like <see cref="AddWasi(IServiceCollection)"/>, with options that a callback sets.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>A builder that adds programs and hosts.</returns>
    public static WasiBuilder AddWasi(this IServiceCollection services, Action<WasiHostingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        WasiBuilder builder = services.AddWasi();
        services.Configure(configure);
        return builder;
    }

    private static WasiHost CreateHost(IServiceProvider services)
    {
        WasiHostingOptions options = services.GetRequiredService<IOptions<WasiHostingOptions>>().Value;
        WasiHostOptions host = new()
        {
            CountsFuel = options.CountsFuel,
            CacheCompiledPrograms = options.CacheCompiledPrograms,
            CacheDirectory = options.CacheDirectory,
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        host.MaxConcurrentGuests = options.MaxConcurrentGuests ?? host.MaxConcurrentGuests;
        host.MaxQueuedGuests = options.MaxQueuedGuests ?? host.MaxQueuedGuests;
        host.MaxInstances = options.MaxInstances ?? host.MaxInstances;
        host.MaxPooledInstances = options.MaxPooledInstances ?? host.MaxPooledInstances;
        return new WasiHost(host);
    }
}
