using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Witx.Bindings.Glue;
using Witx.Bindings.Hosting.Programs;
using Witx.Bindings.Hosting.Running;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>
/// Adds programs, hosts and a health check to the services of <see cref="WasiServiceCollectionExtensions.AddWasi(IServiceCollection)"/>.
/// </summary>
public sealed class WasiBuilder
{
    internal WasiBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a program from a file.</summary>
    /// <param name="name">The name, which is the key of the <see cref="WasiProgram"/> in the services.</param>
    /// <param name="path">The path of a WebAssembly module. A relative path starts at the content root of the service.</param>
    /// <returns>This builder.</returns>
    public WasiBuilder AddProgram(string name, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Services.AddSingleton(new ProgramRegistration(name, path, default));
        return this;
    }

    /// <summary>Adds a program from memory.</summary>
    /// <param name="name">The name, which is the key of the <see cref="WasiProgram"/> in the services.</param>
    /// <param name="bytes">A WebAssembly module in binary or text format. It is not copied: do not change it.</param>
    /// <returns>This builder.</returns>
    public WasiBuilder AddProgram(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Services.AddSingleton(new ProgramRegistration(name, Path: null, bytes));
        return this;
    }

    /// <summary>
    /// Adds a host of your own, whose functions all programs can import. It is resolved for each run from the scope of the runner.
    /// </summary>
    /// <typeparam name="THost">
    /// A class with <see cref="WitxModuleAttribute"/>. Unless it is registered already, it is added as a scoped service.
    /// </typeparam>
    /// <returns>This builder.</returns>
    /// <remarks>The container disposes the host with its scope. A singleton must be thread-safe.</remarks>
    public WasiBuilder AddHost<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THost>()
        where THost : class, IHostModule
    {
        Services.TryAddScoped<THost>();
        Services.AddSingleton(new HostRegistration(static services => services.GetRequiredService<THost>()));
        return this;
    }

    /// <summary>Adds a callback that completes the options of each run and each instance of all programs.</summary>
    /// <param name="configure">The callback. It receives the services of the scope, and is called before that of the run itself.</param>
    /// <returns>This builder.</returns>
    public WasiBuilder ConfigureRuns(Action<IServiceProvider, WasiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new RunConfiguration(Program: null, configure));
        return this;
    }

    /// <summary>Adds a callback that completes the options of each run and each instance of one program.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="configure">The callback. It receives the services of the scope, and is called before that of the run itself.</param>
    /// <returns>This builder.</returns>
    public WasiBuilder ConfigureRuns(string program, Action<IServiceProvider, WasiOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new RunConfiguration(program, configure));
        return this;
    }

    /// <summary>
    /// Adds a health check: unhealthy before the programs are compiled, degraded while the queue is more than three quarters full.
    /// </summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="tags">The tags of the check, to select it. The default is none.</param>
    /// <returns>This builder.</returns>
    public WasiBuilder AddHealthCheck(string name = "wasi", IEnumerable<string>? tags = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name,
            static services => ActivatorUtilities.CreateInstance<WasiHealthCheck>(services),
            failureStatus: HealthStatus.Unhealthy,
            tags));
        return this;
    }
}
