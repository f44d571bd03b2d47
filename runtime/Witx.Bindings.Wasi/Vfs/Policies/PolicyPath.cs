using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Policies;

/// <summary>A path below a mount with a file policy, without symbolic links. Immutable.</summary>
/// <param name="policy">The policy of the mount.</param>
/// <param name="path">The path: see <see cref="WasiFileRequest.Path"/>.</param>
internal sealed class PolicyPath(MountPolicy policy, byte[] path)
{
    /// <summary>True for the directory of the mount itself.</summary>
    private bool IsMount => path.Length == 0;

    /// <summary>Checks an access to this path.</summary>
    internal Errno Check(WasiFileAccess access) => policy.Check(path, access);

    /// <summary>Checks an access to an entry of this directory; <c>.</c> is the directory itself.</summary>
    /// <returns>The error of a denial, or <c>Errno.Nametoolong</c> (ENAMETOOLONG) if the path of the entry is too long.</returns>
    internal Errno Check(ReadOnlySpan<byte> name, WasiFileAccess access) =>
        PathParser.IsSelf(name) ? Check(access)
        : IsMount ? policy.Check(name, access)
        : TryJoin(name, out byte[]? joined) ? policy.Check(joined, access)
        : Errno.Nametoolong;

    /// <summary>Calls the policy without logging: a denial is not final before the path is resolved.</summary>
    internal bool TryAllow(WasiFileAccess access, out WasiPolicyDecision decision)
    {
        decision = policy.Decide(path, access);
        return decision.IsAllowed;
    }

    /// <inheritdoc cref="TryAllow(WasiFileAccess, out WasiPolicyDecision)"/>
    internal bool TryAllow(ReadOnlySpan<byte> below, WasiFileAccess access, out WasiPolicyDecision decision)
    {
        decision = IsMount ? policy.Decide(below, access)
            : TryJoin(below, out byte[]? joined) ? policy.Decide(joined, access)
            : default;
        return decision.IsAllowed;
    }

    /// <summary>Logs an allowed access to this path if the policy audits it.</summary>
    internal void LogAudit(WasiPolicyDecision decision, WasiFileAccess access) => policy.LogAudit(decision, path, access);

    /// <summary>Logs an allowed access to a path below this one if the policy audits it.</summary>
    internal void LogAudit(WasiPolicyDecision decision, ReadOnlySpan<byte> below, WasiFileAccess access)
    {
        if (decision.IsAudited && TryJoin(below, out byte[]? joined))
        {
            policy.LogAudit(decision, joined, access);
        }
    }

    /// <summary>Creates the path of an entry below this directory; <c>.</c> is the directory itself.</summary>
    /// <param name="below">A path without empty components and <c>..</c>.</param>
    /// <param name="child">The path.</param>
    /// <returns>False if the path would be too long. This bounds the memory of open files.</returns>
    internal bool TryCreateChild(ReadOnlySpan<byte> below, [NotNullWhen(true)] out PolicyPath? child)
    {
        child = PathParser.IsSelf(below) ? this
            : TryJoin(below, out byte[]? joined) ? new PolicyPath(policy, joined)
            : null;
        return child is not null;
    }

    /// <summary>Appends a path to this one.</summary>
    /// <returns>False if the result would be too long.</returns>
    private bool TryJoin(ReadOnlySpan<byte> below, [NotNullWhen(true)] out byte[]? joined)
    {
        int length = path.Length + (IsMount ? 0 : 1) + below.Length;
        joined = length > PathLimits.MaxPathLength ? null
            : IsMount ? below.ToArray()
            : [.. path, (byte)'/', .. below];
        return joined is not null;
    }
}
