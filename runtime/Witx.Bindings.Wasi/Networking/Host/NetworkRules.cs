namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>A policy that allows a request if at least one of its rules does.</summary>
internal sealed class NetworkRules(WasiNetworkRule[] rules) : IWasiNetworkPolicy
{
    public WasiPolicyDecision Decide(WasiNetworkRequest request)
    {
        foreach (WasiNetworkRule rule in rules)
        {
            if (rule.Allows(request))
            {
                return WasiPolicyDecision.Allow;
            }
        }

        return WasiPolicyDecision.Deny();
    }
}
