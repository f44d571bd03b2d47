using System.Collections.Generic;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>The host's interfaces taken together, to look at. The host manages them.</summary>
internal sealed class HostNetworkPort(IWasiNetworkPolicy policy, ILogger log) : NetworkPort
{
    internal override Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        List<NetworkAddress> found = [];
        addresses = found;
        if (!MayInspect())
        {
            return Errno.Acces;
        }

        foreach (NetworkInterface device in Interfaces())
        {
            foreach (UnicastIPAddressInformation address in device.GetIPProperties().UnicastAddresses)
            {
                found.Add(new NetworkAddress(EndPointExtensions.ToCanonical(address.Address), (byte)address.PrefixLength));
            }
        }

        return Errno.Success;
    }

    internal override Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = PhysicalAddress.None;
        if (!MayInspect())
        {
            return Errno.Acces;
        }

        foreach (NetworkInterface device in Interfaces())
        {
            if (device.NetworkInterfaceType != NetworkInterfaceType.Loopback && device.GetPhysicalAddress() is var own && own.GetAddressBytes().Length == 6)
            {
                address = own;
                return Errno.Success;
            }
        }

        return Errno.Notsup;
    }

    private static NetworkInterface[] Interfaces()
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

    private bool MayInspect()
    {
        bool allowed = policy.Allows(new WasiNetworkRequest(WasiNetworkAccess.Inspect));
        if (!allowed)
        {
            NetworkLog.Refused(log, WasiNetworkAccess.Inspect, "");
        }

        return allowed;
    }
}
