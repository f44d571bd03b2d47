namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>Rules, each of which allows something.</summary>
internal sealed class NetworkRules(WasiNetworkRule[] rules) : IWasiNetworkPolicy
{
    public bool Allows(WasiNetworkRequest request)
    {
        foreach (WasiNetworkRule rule in rules)
        {
            if (rule.Allows(request))
            {
                return true;
            }
        }

        return false;
    }
}
