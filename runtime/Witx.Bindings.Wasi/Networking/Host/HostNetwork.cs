using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using AddressFamily = Witx.Bindings.Wasi.Abi.AddressFamily;

namespace Witx.Bindings.Wasi;

/// <summary>The host's network, as one process may use it.</summary>
/// <param name="policy">What it may do.</param>
/// <param name="hosts">Names that the name service is not asked for.</param>
/// <param name="log">Where it is told what the policy refused.</param>
/// <param name="lookUp">Asks the name service.</param>
internal sealed class HostNetwork(
    IWasiNetworkPolicy policy, HostTable hosts, ILogger log, Func<string, Task<IPAddress[]>>? lookUp = null) : Network
{
    private readonly Func<string, Task<IPAddress[]>> _lookUp = lookUp ?? Dns.GetHostAddressesAsync;
    private readonly NamesTold _told = new();
    private volatile WasiNetworkRequest? _last;

    internal override NetworkPort Port { get; } = new HostPort(policy, log);

    internal override Errno Open(SocketKind kind, out SocketHandle? handle)
    {
        handle = null;
        if (kind.Family == AddressFamily.Unix)
        {
            // Its names are the host's files, which a guest reaches by its mounts alone.
            return Errno.Afnosupport;
        }

        Errno answer = HostSocket.Open(kind, out HostSocket? socket);
        handle = socket;
        return answer;
    }

    internal override Errno Admit(WasiNetworkAccess access, EndPoint endPoint)
    {
        if (endPoint is IPEndPoint ip)
        {
            IPAddress address = EndPoints.Plain(ip.Address);
            IReadOnlyCollection<string> names = access == WasiNetworkAccess.Outbound ? _told.Of(address) : [];

            // Whoever sends datagrams asks for the same again and again.
            if (_last is not { } request || request.Access != access || request.Port != ip.Port || request.Names != names || !address.Equals(request.Address))
            {
                _last = request = new WasiNetworkRequest(access) { Address = address, Port = ip.Port, Names = names };
            }

            if (policy.Allows(request))
            {
                return Errno.Success;
            }
        }

        NetworkLog.Refused(log, access, endPoint.ToString());
        return Errno.Acces;
    }

    internal override Errno Resolve(string name, Waiter waiter, out IPAddress[] addresses)
    {
        name = HostName.Normalize(name);
        if (!hosts.TryFind(name, out addresses))
        {
            if (name.Length is 0 or > HostName.MaxLength)
            {
                return Errno.Inval;
            }

            if (!policy.Allows(new WasiNetworkRequest(WasiNetworkAccess.Resolve) { Names = [name] }))
            {
                NetworkLog.Refused(log, WasiNetworkAccess.Resolve, name);
                return Errno.Acces;
            }

            Errno answer = Ask(name, waiter, out addresses);
            if (answer != Errno.Success)
            {
                return answer;
            }
        }

        _told.Add(name, addresses);
        return addresses.Length > 0 ? Errno.Success : Errno.Noent;
    }

    /// <summary>Asks the name service. A guest that is cancelled meanwhile leaves; the answer comes to nobody.</summary>
    private Errno Ask(string name, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        try
        {
            Task<IPAddress[]> asked = _lookUp(name);
            Errno answer = waiter.Until(asked);
            if (answer != Errno.Success)
            {
                return answer;
            }

            addresses = Array.FindAll(
                asked.GetAwaiter().GetResult(),
                static address => address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork or System.Net.Sockets.AddressFamily.InterNetworkV6);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? Errno.Noent : Errno.Again;
        }
        catch (ArgumentException)
        {
            return Errno.Inval;
        }
    }
}
