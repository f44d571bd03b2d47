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

/// <summary>The host's network, restricted for one process by a policy.</summary>
/// <param name="policy">The policy that allows or refuses each access.</param>
/// <param name="hosts">Host names with fixed addresses, which are resolved without the name service and the policy.</param>
/// <param name="log">The log that receives a warning for each refused access.</param>
/// <param name="lookUp">Queries the name service, or null for <see cref="Dns.GetHostAddressesAsync(string)"/>.</param>
internal sealed class HostNetwork(
    IWasiNetworkPolicy policy, StaticHosts hosts, ILogger log, Func<string, Task<IPAddress[]>>? lookUp = null) : Network
{
    // A lookup continues after the guest's thread left the wait, until the name service answers. The limit bounds the number of such
    // lookups.
    private const int MaxPendingLookUps = 16;

    private readonly Func<string, Task<IPAddress[]>> _lookUp = lookUp ?? Dns.GetHostAddressesAsync;
    private readonly ResolvedNames _resolved = new();
    private volatile WasiNetworkRequest? _lastRequest;
    private int _pendingLookUps;

    internal override NetworkPort Port { get; } = new HostNetworkPort(policy, log);

    internal override Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle)
    {
        handle = null;
        if (kind.Family == AddressFamily.Unix)
        {
            // Names of Unix sockets are paths in the host's file system, which guests can access through their mounts only.
            return Errno.Afnosupport;
        }

        Errno error = HostSocket.Open(kind, this, ledger, out HostSocket? socket);
        handle = socket;
        return error;
    }

    internal override bool AllowsInbound(EndPoint local) => local is IPEndPoint ip
        && policy.Decide(
            new WasiNetworkRequest(WasiNetworkAccess.Inbound) { Address = ip.Address.ToCanonical(), Port = ip.Port }).IsAllowed;

    internal override Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint)
    {
        if (endPoint is IPEndPoint ip)
        {
            IPAddress address = ip.Address.ToCanonical();
            string[] privateNames = [];
            string[] names = access == WasiNetworkAccess.Outbound ? _resolved.FindNames(address, out privateNames) : [];

            // A guest that sends datagrams repeats the same request for each of them: reuse the object.
            if (_lastRequest is not { } request || request.Access != access || request.Port != ip.Port || request.Names != names
                || request.PrivateNames != privateNames || !address.Equals(request.Address))
            {
                _lastRequest = request = new WasiNetworkRequest(access)
                {
                    Address = address,
                    Port = ip.Port,
                    Names = names,
                    PrivateNames = privateNames,
                };
            }

            WasiPolicyDecision decision = policy.Decide(request);
            if (!decision.IsAllowed || decision.IsAudited)
            {
                NetworkLog.Decided(log, decision, access, endPoint.ToString());
            }

            return decision.Error;
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
            WasiPolicyDecision decision = policy.Decide(new WasiNetworkRequest(WasiNetworkAccess.Resolve) { Names = [name] });
            NetworkLog.Decided(log, decision, WasiNetworkAccess.Resolve, name);
            Errno error = decision.IsAllowed ? LookUp(name, waiter, out addresses) : decision.Error;
            if (error != Errno.Success)
            {
                return error;
            }
        }

        _resolved.Add(name, addresses, isMapped);
        return addresses.Length > 0 ? Errno.Success : Errno.Noent;
    }

    /// <summary>
    /// Queries the name service and waits for its answer. If the wait is interrupted, the lookup continues in the background.
    /// </summary>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) if too many lookups are pending or the name service fails, <c>Errno.Noent</c> for an unknown name.
    /// </returns>
    private Errno LookUp(string name, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        if (Interlocked.Increment(ref _pendingLookUps) > MaxPendingLookUps)
        {
            _ = Interlocked.Decrement(ref _pendingLookUps);
            return Errno.Again;
        }

        try
        {
            Task<IPAddress[]> lookup = LookUpAsync(name);
            Errno error = waiter.WaitUntilReady(lookup);
            if (error != Errno.Success)
            {
                return error;
            }

            addresses = Array.FindAll(
                lookup.GetAwaiter().GetResult(),
                static address => address.AddressFamily
                    is System.Net.Sockets.AddressFamily.InterNetwork or System.Net.Sockets.AddressFamily.InterNetworkV6);
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
