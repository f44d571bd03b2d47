using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Witx.Bindings.Hosting.Diagnostics;

namespace Witx.Bindings.Hosting.Programs;

/// <summary>
/// Compiles all programs before the service starts to serve, in the flavour that can be interrupted. A program that cannot be compiled
/// keeps the service from starting.
/// </summary>
internal sealed class ProgramCompiler(ProgramRegistry programs, IOptions<WasiHostingOptions> options, ILogger<ProgramCompiler> log)
    : IHostedService
{
    /// <summary>True if all programs are compiled, or need not be.</summary>
    internal bool IsReady { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CompilesAtStart)
        {
            // One after the other, because each compilation uses all processors; on a thread of their own, because the caller is blocked.
            await Task.Factory.StartNew(
                () => CompileAll(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }

        IsReady = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CompileAll(CancellationToken token)
    {
        IReadOnlyList<string> names = programs.Names;
        for (int i = 0; i < names.Count; i++)
        {
            TimeSpan elapsed = Compile(names[i], token);
            HostingLog.Compiled(log, names[i], elapsed.TotalMilliseconds, i + 1, names.Count);
        }
    }

    private TimeSpan Compile(string name, CancellationToken token)
    {
        HostingLog.Compiling(log, name);
        using Activity? activity = WasiTelemetry.StartActivity("wasi.compile", name);
        long start = Stopwatch.GetTimestamp();
        try
        {
            programs.Get(name).Compile(interruptible: true, token);
        }
        catch (Exception exception)
        {
            WasiTelemetry.SetError(activity, exception);
            throw;
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
