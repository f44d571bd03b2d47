using System;
using Witx.Bindings.Wasi;

namespace Benchmarks.Implementations;

/// <summary>A file policy that compares each path with a directory, and allows everything that the guest opens.</summary>
internal sealed class AllowingPolicy : IWasiFilePolicy
{
    private static ReadOnlySpan<byte> Secrets => "secrets"u8;

    public WasiPolicyDecision Decide(WasiFileRequest request) =>
        request.IsWithin(Secrets) ? WasiPolicyDecision.Deny() : WasiPolicyDecision.Allow;
}
