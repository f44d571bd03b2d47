using System;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Vfs.Policies;

/// <summary>The file policy of one mount of one process. Thread-safe.</summary>
/// <param name="policy">The embedder's policy.</param>
/// <param name="guestPath">The guest path of the mount.</param>
/// <param name="log">The log for denied and audited requests.</param>
internal sealed class MountPolicy(IWasiFilePolicy policy, string guestPath, ILogger log)
{
    /// <summary>Calls the policy and logs its decision.</summary>
    /// <param name="path">The path below the mount: see <see cref="WasiFileRequest.Path"/>.</param>
    /// <param name="access">The requested access.</param>
    /// <returns><c>Errno.Success</c>, or the error of a denial.</returns>
    internal Errno Check(ReadOnlySpan<byte> path, WasiFileAccess access)
    {
        WasiPolicyDecision decision = Decide(path, access);
        if (!decision.IsAllowed)
        {
            FilePolicyLog.Denied(log, access, guestPath, path);
        }

        LogAudit(decision, path, access);
        return decision.Error;
    }

    /// <summary>Calls the policy. The caller logs the decision if it is final.</summary>
    internal WasiPolicyDecision Decide(ReadOnlySpan<byte> path, WasiFileAccess access) =>
        policy.Decide(new WasiFileRequest(access, guestPath, path));

    /// <summary>Logs a request if the policy audits it.</summary>
    internal void LogAudit(WasiPolicyDecision decision, ReadOnlySpan<byte> path, WasiFileAccess access)
    {
        if (decision.IsAudited)
        {
            FilePolicyLog.Audited(log, access, guestPath, path);
        }
    }
}
