using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;
using AddressFamily = Witx.Bindings.Wasi.WasiTypes.AddressFamily;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>The host's network, as one process may use it.</summary>
/// <param name="policy">What it may do.</param>
/// <param name="hosts">Names that the name service is not asked for.</param>
/// <param name="log">Where it is told what the policy refused.</param>
/// <param name="lookUp">Asks the name service.</param>
internal sealed class HostNetwork(
    IWasiNetworkPolicy policy, StaticHosts hosts, ILogger log, Func<string, Task<IPAddress[]>>? lookUp = null) : Network
{
    private readonly Func<string, Task<IPAddress[]>> _lookUp = lookUp ?? Dns.GetHostAddressesAsync;
    // A look-up that the guest no longer waits for goes on until the name service answers.
    private const int MaxPendingLookUps = 16;

    private readonly ResolvedNames _resolved = new();
    private volatile WasiNetworkRequest? _last;
    private int _pendingLookUps;

    internal override NetworkPort Port { get; } = new HostNetworkPort(policy, log);

    internal override Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle)
    {
        handle = null;
        if (kind.Family == AddressFamily.Unix)
        {
            // Its names are the host's files, which a guest reaches by its mounts alone.
            return Errno.Afnosupport;
        }

        Errno answer = HostSocket.Open(kind, this, ledger, out HostSocket? socket);
        handle = socket;
        return answer;
    }

    internal override bool AllowsInbound(EndPoint local) => local is IPEndPoint ip
        && policy.Allows(new WasiNetworkRequest(WasiNetworkAccess.Inbound) { Address = EndPointExtensions.ToCanonical(ip.Address), Port = ip.Port });

    internal override Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint)
    {
        if (endPoint is IPEndPoint ip)
        {
            IPAddress address = EndPointExtensions.ToCanonical(ip.Address);
            string[] privateNames = [];
            string[] names = access == WasiNetworkAccess.Outbound ? _resolved.FindNames(address, out privateNames) : [];

            // A guest that sends datagrams makes the same request again and again.
            if (_last is not { } request || request.Access != access || request.Port != ip.Port || request.Names != names
                || request.PrivateNames != privateNames || !address.Equals(request.Address))
            {
                _last = request = new WasiNetworkRequest(access) { Address = address, Port = ip.Port, Names = names, PrivateNames = privateNames };
            }

            if (policy.Allows(request))
            {
                return Errno.Success;
            }
        }

        NetworkLog.Refused(log, access, endPoint.ToString());
        return Errno.Acces;
    }

    internal override Errno Resolve(string text, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        if (AddressText.TryParse(text, out IPAddress? address))
        {
            addresses = [address];
            return Errno.Success;
        }

        if (!HostName.TryParse(text, out string? name))
        {
            return Errno.Inval;
        }

        bool isMapped = hosts.TryFind(name, out addresses);
        if (!isMapped)
        {
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

        _resolved.Add(name, addresses, isMapped);
        return addresses.Length > 0 ? Errno.Success : Errno.Noent;
    }

    /// <summary>Asks the name service, and waits for the answer. A guest that is interrupted or cancelled leaves the look-up behind.</summary>
    /// <returns><c>again</c> if too many look-ups were left behind.</returns>
    private Errno Ask(string name, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        if (Interlocked.Increment(ref _pendingLookUps) > MaxPendingLookUps)
        {
            _ = Interlocked.Decrement(ref _pendingLookUps);
            return Errno.Again;
        }

        try
        {
            Task<IPAddress[]> asked = LookUpAsync(name);
            Errno answer = waiter.WaitUntilReady(asked);
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

    private async Task<IPAddress[]> LookUpAsync(string name)
    {
        try
        {
            return await _lookUp(name).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _pendingLookUps);
        }
    }
}
