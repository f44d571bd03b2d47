using System.Collections.Generic;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>
/// The host's network interfaces combined into one read-only interface. Reading needs <see cref="WasiNetworkAccess.Inspect"/>.
/// </summary>
internal sealed class HostNetworkPort(IWasiNetworkPolicy policy, ILogger log) : NetworkPort
{
    internal override Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        List<NetworkAddress> found = [];
        addresses = found;
        Errno error = CheckInspect();
        if (error != Errno.Success)
        {
            return error;
        }

        foreach (NetworkInterface device in GetInterfaces())
        {
            foreach (UnicastIPAddressInformation address in device.GetIPProperties().UnicastAddresses)
            {
                found.Add(new NetworkAddress(address.Address.ToCanonical(), (byte)address.PrefixLength));
            }
        }

        return Errno.Success;
    }

    internal override Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = PhysicalAddress.None;
        Errno error = CheckInspect();
        if (error != Errno.Success)
        {
            return error;
        }

        foreach (NetworkInterface device in GetInterfaces())
        {
            if (device.NetworkInterfaceType != NetworkInterfaceType.Loopback
                && device.GetPhysicalAddress() is var hardware
                && hardware.GetAddressBytes().Length == 6)
            {
                address = hardware;
                return Errno.Success;
            }
        }

        return Errno.Notsup;
    }

    private static NetworkInterface[] GetInterfaces()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces();
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private Errno CheckInspect()
    {
        WasiPolicyDecision decision = policy.Decide(new WasiNetworkRequest(WasiNetworkAccess.Inspect));
        NetworkLog.Decided(log, decision, WasiNetworkAccess.Inspect, "");
        return decision.Error;
    }
}
