using System;

namespace Witx.Bindings.Wasi;

/// <summary>Rules, each of which allows something.</summary>
internal sealed class NetworkRules(WasiNetworkRule[] rules) : IWasiNetworkPolicy
{
    public bool Allows(WasiNetworkRequest request) => Array.Exists(rules, rule => rule.Allows(request));
}
