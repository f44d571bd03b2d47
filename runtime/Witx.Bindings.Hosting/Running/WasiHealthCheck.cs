using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Witx.Bindings.Hosting.Diagnostics;
using Witx.Bindings.Hosting.Programs;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Running;

/// <summary>
/// Reports whether the service can run programs: unhealthy before they are compiled, degraded while the queue is more than three quarters
/// full.
/// </summary>
internal sealed class WasiHealthCheck(ProgramCompiler compiler, RunMetrics metrics, IOptions<WasiHostingOptions> options) : IHealthCheck
{
    private readonly int _maxWaiting = options.Value.MaxQueuedGuests ?? new WasiHostOptions().MaxQueuedGuests;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int waiting = metrics.Waiting;
        Dictionary<string, object> data = new() { ["waiting"] = waiting, ["maxWaiting"] = _maxWaiting };
        HealthStatus status = !compiler.IsReady ? context.Registration.FailureStatus
            : waiting > _maxWaiting * 3L / 4 ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        string description = !compiler.IsReady
            ? "The programs are not compiled."
            : $"'{waiting}' calls wait, of at most '{_maxWaiting}' in each queue.";
        return Task.FromResult(new HealthCheckResult(status, description, data: data));
    }
}
