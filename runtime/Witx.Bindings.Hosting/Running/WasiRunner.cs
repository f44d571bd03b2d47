using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Witx.Bindings.Hosting.Diagnostics;
using Witx.Bindings.Hosting.Programs;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Running;

/// <summary>Runs programs with the options of the service and the hosts of a scope.</summary>
internal sealed class WasiRunner(
    IServiceProvider services,
    ProgramRegistry programs,
    IOptions<WasiHostingOptions> options,
    IEnumerable<HostRegistration> hosts,
    IEnumerable<RunConfiguration> configurations,
    ILoggerFactory loggers,
    RunMetrics metrics,
    IMeterFactory? meters = null) : IWasiRunner
{
    private readonly ILogger _log = loggers.CreateLogger<WasiRunner>();

    public IReadOnlyList<string> Programs => programs.Names;

    public Task<WasiResult> RunAsync(
        string program, Action<WasiOptions>? configure = null, CancellationToken cancellationToken = default) =>
        ObserveAsync(
            WasiTelemetry.Run,
            program,
            configure,
            (loaded, run) => loaded.RunAsync(run, cancellationToken),
            static (observation, result) => observation.Complete(result));

    public Task<WasiInstance> InstantiateAsync(
        string program, Action<WasiOptions>? configure = null, CancellationToken cancellationToken = default) =>
        ObserveAsync(
            WasiTelemetry.Instantiate,
            program,
            configure,
            (loaded, run) => loaded.InstantiateAsync(run, cancellationToken),
            static (observation, _) => observation.Complete());

    private async Task<T> ObserveAsync<T>(
        string activity,
        string program,
        Action<WasiOptions>? configure,
        Func<WasiProgram, WasiOptions, Task<T>> start,
        Action<RunObservation, T> complete)
    {
        ArgumentNullException.ThrowIfNull(program);
        WasiProgram loaded = programs.Get(program);
        WasiOptions run = CreateOptions(program, configure);
        using RunObservation observation = RunObservation.Start(activity, program, metrics);
        observation.Attach(run);
        try
        {
            T result = await start(loaded, run).ConfigureAwait(false);
            complete(observation, result);
            return result;
        }
        catch (Exception exception)
        {
            observation.Fail(exception);
            if (exception is not OperationCanceledException)
            {
                HostingLog.RunFailed(_log, program, exception);
            }

            throw;
        }
    }

    private WasiOptions CreateOptions(string program, Action<WasiOptions>? configure)
    {
        WasiHostingOptions defaults = options.Value;
        WasiOptions run = new() { LoggerFactory = loggers, MeterFactory = meters };
        run.Limits.Timeout = defaults.Timeout == Timeout.InfiniteTimeSpan ? null : defaults.Timeout;
        run.Limits.MaxMemory = defaults.MaxMemory ?? run.Limits.MaxMemory;
        run.Limits.MaxOutput = defaults.MaxOutput ?? run.Limits.MaxOutput;
        foreach (HostRegistration host in hosts)
        {
            run.Imports.Add(host.Resolve(services));
        }

        foreach (RunConfiguration configuration in configurations)
        {
            if (configuration.Program is null || configuration.Program == program)
            {
                configuration.Configure(services, run);
            }
        }

        configure?.Invoke(run);
        return run;
    }
}
