using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;
using Witx.Bindings.Wasi.Networking.Virtual;
using Witx.Bindings.Wasi.Vfs;
using Xunit;
using AddressFamily = Witx.Bindings.Wasi.WasiTypes.AddressFamily;

namespace Witx.Bindings.Wasi.Tests.Networking;

/// <summary>Access to the host network: everything is refused unless a rule allows it.</summary>
public sealed class NetworkPolicyTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", 80, true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", 80, false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", 80, true)]
    [InlineData("127.0.0.1", "0.0.0.0", 80, true)]
    [InlineData("10.0.0.1", "0.0.0.0", 80, false)]
    [InlineData("::1", "::", 80, true)]
    [InlineData("::1", "::1", 80, true)]
    [InlineData("fe80::/10", "fe80::1%3", 80, true)]
    [InlineData("*", "198.51.100.1", 65535, true)]
    [InlineData("example.org", "198.51.100.1", 80, false)]
    public void OutboundRule_Address_AllowsTheAddressThatIsReached(string host, string address, int port, bool allowed)
    {
        Network network = Open(WasiNetworkRule.Outbound(host));
        EndPoint reached = EndPointExtensions.ResolveWildcard(new IPEndPoint(IPAddress.Parse(address), port));
        Assert.Equal(allowed ? Errno.Success : Errno.Acces, network.CheckAccess(WasiNetworkAccess.Outbound, reached));
        Assert.Equal(Errno.Acces, network.CheckAccess(WasiNetworkAccess.Inbound, reached));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", false)]
    [InlineData("0.0.0.0", "0.0.0.0", true)]
    [InlineData("0.0.0.0/4", "0.0.0.0", true)]
    [InlineData("0.0.0.0/0", "0.0.0.0", true)]
    [InlineData("*", "0.0.0.0", true)]
    [InlineData("*", "::", true)]
    [InlineData("0.0.0.0/0", "::", false)]
    public void InboundRule_UnspecifiedAddress_NeedsARuleForAllAddresses(string rule, string address, bool allowed)
    {
        Network network = Open(WasiNetworkRule.Inbound(rule));
        Assert.Equal(
            allowed ? Errno.Success : Errno.Acces,
            network.CheckAccess(WasiNetworkAccess.Inbound, new IPEndPoint(IPAddress.Parse(address), 80)));
    }

    [Fact]
    public void OutboundRule_PortRange_AllowsOnlyItsPorts()
    {
        Network network = Open(WasiNetworkRule.Outbound("127.0.0.1", 80, 443));
        foreach ((int port, bool allowed) in new[] { (0, false), (79, false), (80, true), (443, true), (65535, false) })
        {
            Errno error = network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(IPAddress.Loopback, port));
            Assert.Equal((port, allowed ? Errno.Success : Errno.Acces), (port, error));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/99")]
    [InlineData("name/8")]
    [InlineData("127.1")]
    [InlineData("::1%1")]
    [InlineData("[::1]")]
    [InlineData("*.")]
    [InlineData("a.*.example.org")]
    [InlineData("a b")]
    public void NetworkRule_InvalidHost_ThrowsArgumentException(string host) =>
        Assert.ThrowsAny<ArgumentException>(() => WasiNetworkRule.Outbound(host));

    [Fact]
    public void NetworkRule_InvalidPort_ThrowsArgumentException() =>
        Assert.ThrowsAny<ArgumentException>(() => WasiNetworkRule.Inbound("*", 65536));

    [Fact]
    public void OutboundNameRule_ResolvedAddresses_AllowsOnlyThese()
    {
        using NetworkUser user = new(CreateWithNameService("198.51.100.7", WasiNetworkRule.Outbound("*.Example.org", 443)));
        IPEndPoint endPoint = new(IPAddress.Parse("198.51.100.7"), 443);
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, endPoint));
        Assert.Equal(Errno.Acces, user.Network.Resolve("example.org", user.Waiter, out _));
        Assert.Equal(Errno.Acces, user.Network.Resolve("example.net", user.Waiter, out _));
        Assert.Equal(Errno.Acces, user.Network.Resolve("notexample.org", user.Waiter, out _));
        Assert.Equal(Errno.Success, user.Network.Resolve("API.example.ORG.", user.Waiter, out IPAddress[] addresses));
        Assert.Equal([endPoint.Address], addresses);
        Assert.Equal(Errno.Success, user.Network.CheckAccess(WasiNetworkAccess.Outbound, endPoint));
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(endPoint.Address, 80)));
        Assert.Equal(
            Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(IPAddress.Parse("198.51.100.8"), 443)));
    }

    /// <summary>
    /// Strings that an address parser or a resolver could read as an address do not match a rule for the domain that they end in.
    /// </summary>
    [Theory]
    [InlineData("::ffff:127.0.0.1%x.example.org")]
    [InlineData("::1%.example.org")]
    [InlineData("fe80::1%eth0.example.org")]
    [InlineData("[::1].example.org")]
    [InlineData("127.0.0.1/.example.org")]
    [InlineData("127.0.0.1\0.example.org")]
    [InlineData("127.0.0.1 .example.org")]
    [InlineData("a..example.org")]
    [InlineData("-a.example.org")]
    [InlineData("a-.example.org")]
    [InlineData("a@b.example.org")]
    [InlineData("a:80.example.org")]
    [InlineData("ä.example.org")]
    [InlineData("evil\nline.example.org")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("017700000001")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.1.")]
    [InlineData("[::1]")]
    [InlineData("::1%1")]
    [InlineData("fe80::1%lo")]
    public void Resolve_NeitherNameNorAddress_IsInval(string text)
    {
        using NetworkUser user = new(new HostNetwork(
            new NetworkRules([WasiNetworkRule.Outbound("*.example.org"), WasiNetworkRule.Resolve("*")]),
            new StaticHosts(),
            NullLogger.Instance,
            name => throw new InvalidOperationException($"The name service was lookups for '{name}'.")));
        Assert.Equal(Errno.Inval, user.Network.Resolve(text, user.Waiter, out IPAddress[] addresses));
        Assert.Empty(addresses);
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(IPAddress.Loopback, 80)));
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(IPAddress.IPv6Loopback, 80)));
        Assert.Equal(Errno.Inval, new VirtualNetwork(new StaticHosts()).Resolve(text, user.Waiter, out _));
    }

    /// <summary>An address literal is not a name, so no name rule allows it.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("198.51.100.7")]
    public void Resolve_AddressLiteral_MatchesNoNameRule(string text)
    {
        NetworkRules rules = new([WasiNetworkRule.Outbound("*.example.org"), WasiNetworkRule.Resolve("*")]);
        List<WasiNetworkRequest> requests = [];
        Policy policy = new(request =>
        {
            requests.Add(request);
            return rules.Decide(request);
        });
        using NetworkUser user = new(new HostNetwork(
            policy,
            new StaticHosts(),
            NullLogger.Instance,
            name => throw new InvalidOperationException($"The name service was lookups for '{name}'.")));
        Assert.Equal(Errno.Success, user.Network.Resolve(text, user.Waiter, out IPAddress[] addresses));
        Assert.Equal([IPAddress.Parse(text)], addresses);
        Assert.Empty(requests);
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(addresses[0], 80)));
        WasiNetworkRequest connect = Assert.Single(requests);
        Assert.Empty(connect.Names);
        Assert.Empty(connect.PrivateNames);
    }

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.5")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1%3")]
    [InlineData("ff02::1")]
    public void OutboundNameRule_PrivateAddress_NeedsARuleOfItsOwn(string address)
    {
        IPEndPoint endPoint = new(IPAddress.Parse(address), 443);
        WasiNetworkRule name = WasiNetworkRule.Outbound("*.example.org", 443);
        foreach ((WasiNetworkRule[] rules, Errno expected) in new[]
        {
            (new[] { name }, Errno.Acces),
            ([name.WithPrivateAnswers()], Errno.Success),
            ([name, WasiNetworkRule.Outbound("*")], Errno.Success),
            ([WasiNetworkRule.Outbound("example.net", 443).WithPrivateAnswers(), WasiNetworkRule.Resolve("*")], Errno.Acces),
        })
        {
            using NetworkUser user = new(CreateWithNameService(address, rules));
            Assert.Equal(Errno.Success, user.Network.Resolve("a.example.org", user.Waiter, out _));
            Assert.Equal(expected, user.Network.CheckAccess(WasiNetworkAccess.Outbound, EndPointExtensions.ResolveWildcard(endPoint)));
        }

        // An address that the embedder maps to the name is allowed, also if it is private.
        StaticHosts hosts = new(new Dictionary<string, IPAddress[]> { ["a.example.org"] = [endPoint.Address] });
        using NetworkUser mapped = new(new HostNetwork(new NetworkRules([name]), hosts, NullLogger.Instance));
        Assert.Equal(Errno.Success, mapped.Network.Resolve("a.example.org", mapped.Waiter, out _));
        Assert.Equal(Errno.Success, mapped.Network.CheckAccess(WasiNetworkAccess.Outbound, endPoint));
    }

    /// <summary>Connecting to the unspecified address reaches the loopback address, which the guest did not resolve.</summary>
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void OutboundNameRule_UnspecifiedAddress_AllowsNothing(string address)
    {
        using NetworkUser user = new(CreateWithNameService(address, WasiNetworkRule.Outbound("*.example.org").WithPrivateAnswers()));
        Assert.Equal(Errno.Success, user.Network.Resolve("a.example.org", user.Waiter, out _));
        EndPoint reached = EndPointExtensions.ResolveWildcard(new IPEndPoint(IPAddress.Parse(address), 80));
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, reached));
    }

    [Fact]
    public void Resolve_ManyAbandonedLookups_IsAgain()
    {
        TaskCompletionSource<IPAddress[]> response = new();
        int lookups = 0;
        HostNetwork network = new(new Policy(static _ => WasiPolicyDecision.Allow), new StaticHosts(), NullLogger.Instance, _ =>
        {
            lookups++;
            return response.Task;
        });
        Errno last = Errno.Success;
        int calls = 0;
        for (; last != Errno.Again && calls < 1000; calls++)
        {
            using NetworkUser user = new(network);
            user.Cancel();
            _ = Record.Exception(() => last = network.Resolve($"n{calls}.example.org", user.Waiter, out _));
        }

        Assert.Equal((16, 17), (lookups, calls));
        response.SetResult([IPAddress.Parse("198.51.100.7")]);
        using NetworkUser later = new(network);
        Assert.Equal(Errno.Success, network.Resolve("later.example.org", later.Waiter, out _));
    }

    [Fact]
    public void ResolveRule_Connect_IsAcces()
    {
        using NetworkUser user = new(CreateWithNameService("198.51.100.7", WasiNetworkRule.Resolve("example.org")));
        Assert.Equal(Errno.Success, user.Network.Resolve("example.org", user.Waiter, out IPAddress[] addresses));
        Assert.Equal(Errno.Acces, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(addresses[0], 443)));
    }

    [Fact]
    public void Resolve_ManyNames_KeepsABoundedNumber()
    {
        using NetworkUser user = new(CreateWithNameService("198.51.100.7", WasiNetworkRule.Outbound("*.example.org")));
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(Errno.Success, user.Network.Resolve($"n{i}.example.org", user.Waiter, out _));
        }

        Assert.Equal(Errno.Inval, user.Network.Resolve(new string('a', 300), user.Waiter, out _));
        Assert.Equal(Errno.Inval, user.Network.Resolve("", user.Waiter, out _));
    }

    [Fact]
    public void Resolve_MappedNameOrLiteral_DoesNotUseTheNameService()
    {
        Dictionary<string, IPAddress[]> hosts = new() { ["DB"] = [IPAddress.Parse("10.0.0.5")], ["empty"] = [] };
        WasiNetwork network = WasiNetwork.Host(new Policy(static request =>
            request.Names.Contains("db") ? WasiPolicyDecision.Allow : WasiPolicyDecision.Deny()), hosts);
        using NetworkUser user = new(network);
        Assert.Equal(Errno.Success, user.Network.Resolve("db", user.Waiter, out IPAddress[] addresses));
        Assert.Equal([IPAddress.Parse("10.0.0.5")], addresses);
        Assert.Equal(Errno.Success, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(addresses[0], 5432)));
        Assert.Equal(Errno.Noent, user.Network.Resolve("empty", user.Waiter, out _));
        Assert.Equal(Errno.Success, user.Network.Resolve("::1", user.Waiter, out addresses));
        Assert.Equal([IPAddress.IPv6Loopback], addresses);
        Assert.Equal(Errno.Success, user.Network.Resolve("LocalHost", user.Waiter, out addresses));
        Assert.Equal(2, addresses.Length);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, Errno.Noent)]
    [InlineData(SocketError.TryAgain, Errno.Again)]
    public void Resolve_NameServiceFails_ReturnsItsError(SocketError error, Errno expected)
    {
        using NetworkUser user = new(new HostNetwork(
            new Policy(static _ => WasiPolicyDecision.Allow),
            new StaticHosts(),
            NullLogger.Instance,
            _ => Task.FromException<IPAddress[]>(new SocketException((int)error))));
        Assert.Equal(expected, user.Network.Resolve("example.org", user.Waiter, out _));
    }

    [Fact]
    public async Task Resolve_CancelledWhileWaiting_ThrowsOperationCanceledException()
    {
        TaskCompletionSource<IPAddress[]> response = new();
        TaskCompletionSource lookups = new();
        Policy policy = new(static _ => WasiPolicyDecision.Allow);
        using NetworkUser user = new(new HostNetwork(policy, new StaticHosts(), NullLogger.Instance, _ =>
        {
            lookups.SetResult();
            return response.Task;
        }));
        Task<Errno> resolving = Task.Run(
            () => user.Network.Resolve("example.org", user.Waiter, out _), TestContext.Current.CancellationToken);
        await lookups.Task;
        user.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
    }

    [Fact]
    public void ClosedNetwork_SocketUsed_IsAccesAndLogged()
    {
        Log log = new();
        using NetworkUser user = new(WasiNetwork.Closed.Open(log).Current);
        OpenFileDescription stream = user.Open();
        IPEndPoint endPoint = new(IPAddress.Loopback, 80);
        Assert.Equal(Errno.Acces, stream.Socket.Connect(stream, endPoint, user.Waiter));
        Assert.Equal(Errno.Acces, stream.Socket.Bind(endPoint));
        Assert.Equal(Errno.Acces, stream.Socket.Listen(1));
        Assert.Equal(Errno.Acces, user.Send(user.Open(SockType.SocketDgram), "x", endPoint));
        Assert.Equal(Errno.Acces, user.Network.Resolve("localhost", user.Waiter, out _));
        Assert.Equal(Errno.Notsup, user.Network.Port.ListAddresses(out _));
        Assert.Equal(
            ["Outbound 127.0.0.1:80", "Inbound 127.0.0.1:80", "Inbound 0.0.0.0", "Outbound 127.0.0.1:80", "Resolve localhost"],
            log.Lines.Select(static line => line.StartsWith("Inbound 0.0.0.0", StringComparison.Ordinal) ? "Inbound 0.0.0.0" : line));
    }

    [Fact]
    public void HostNetwork_AccessRefused_IsLogged()
    {
        Log log = new();
        using NetworkUser user = new(WasiNetwork.Host().Open(log).Current);
        Assert.Equal(Errno.Acces, user.Network.Resolve("Evil.Example", user.Waiter, out _));
        Assert.Equal(Errno.Acces, user.Network.Port.ListAddresses(out _));
        Assert.Equal(Errno.Acces, user.Network.Port.GetHardwareAddress(out _));
        Assert.Equal(["Resolve evil.example", "Inspect ", "Inspect "], log.Lines);
    }

    [Fact]
    public void HostPort_InspectRule_ListsAddresses()
    {
        Network network = Open(WasiNetworkRule.Inspect());
        Assert.Equal(Errno.Success, network.Port.ListAddresses(out IReadOnlyList<NetworkAddress> addresses));
        Assert.Contains(new NetworkAddress(IPAddress.Loopback, 8), addresses);
        Assert.Contains(network.Port.GetHardwareAddress(out _), new[] { Errno.Success, Errno.Notsup });
        Assert.Equal(Errno.Notsup, network.Port.Add(new NetworkAddress(IPAddress.Loopback, 8)));
        Assert.Equal(Errno.Notsup, network.Port.AcquireAddresses());
        Assert.Equal(Errno.Notsup, network.Port.ListRoutes(out _));
    }

    [Fact]
    public void HostNetwork_UnixSocket_IsAfnosupport()
    {
        Assert.Equal(Errno.Success, SocketKind.From(AddressFamily.Unix, SockType.SocketStream, SockProto.Ip, out SocketKind kind));
        Assert.Equal(Errno.Afnosupport, Open(WasiNetworkRule.Outbound("*")).Open(kind, null, out _));
    }

    [Fact]
    public void EmbedderSocket_OtherDestination_IsAcces()
    {
        using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, ProtocolType.Udp);
        foreach (WasiNetwork network in new[] { WasiNetwork.Closed, WasiNetwork.Virtual(), WasiNetwork.Host() })
        {
            using NetworkUser user = new(network);
            OpenFileDescription file = new(Assert.Single(WasiDescriptor.Socket(socket).Open(user.Network)));
            Assert.Equal(Errno.Acces, user.Send(file, "x", new IPEndPoint(IPAddress.Loopback, 9)));
            Assert.Equal(Errno.Acces, file.Socket.Connect(file, new IPEndPoint(IPAddress.Loopback, 9), user.Waiter));
            Assert.Equal(Errno.Acces, file.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 9)));
        }
    }

    [Fact]
    public void EphemeralPort_Listening_NeedsAnInboundRule()
    {
        using NetworkUser user = new(WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1", 80)));
        OpenFileDescription stream = user.Open();
        Assert.Equal(Errno.Success, stream.Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        Assert.Equal(Errno.Acces, stream.Socket.Listen(1));
        Assert.Equal(Errno.Acces, user.Open(SockType.SocketDgram).Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
    }

    [Fact]
    public void DualStackListener_AllAddresses_NeedsRulesOfBothFamilies()
    {
        foreach ((WasiNetworkRule[] rules, Errno expected) in new[]
        {
            (new[] { WasiNetworkRule.Inbound("::") }, Errno.Acces),
            ([WasiNetworkRule.Inbound("::"), WasiNetworkRule.Inbound("0.0.0.0")], Errno.Success),
        })
        {
            using NetworkUser user = new(WasiNetwork.Host(rules));
            OpenFileDescription stream = user.Open(family: AddressFamily.Inet6);
            Assert.Equal(Errno.Success, stream.Socket.SetOption(SockOption.OnlyV6, 0));
            Assert.Equal(Errno.Success, stream.Socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0)));
            Assert.Equal(expected, stream.Socket.Listen(1));
        }
    }

    [Fact]
    public void Policy_Denial_DeterminesTheErrnoOfEachAccess()
    {
        Policy policy = new(static request => request.Access == WasiNetworkAccess.Resolve
            ? WasiPolicyDecision.Deny(Errno.Noent)
            : WasiPolicyDecision.Deny(Errno.Netunreach));
        RecordingLoggers log = new(LogLevel.Information);
        using NetworkUser user = new(new HostNetwork(
            policy, new StaticHosts(), log, static name => throw new InvalidOperationException($"'{name}' was looked up.")));
        IPEndPoint peer = new(IPAddress.Loopback, 80);
        Assert.Equal(Errno.Netunreach, user.Network.CheckAccess(WasiNetworkAccess.Outbound, peer));
        Assert.Equal(Errno.Netunreach, user.Network.CheckAccess(WasiNetworkAccess.Inbound, peer));
        Assert.Equal(Errno.Noent, user.Network.Resolve("example.org", user.Waiter, out _));
        Assert.Equal(Errno.Netunreach, user.Network.Port.ListAddresses(out _));
        Assert.Equal(Errno.Netunreach, user.Network.Port.GetHardwareAddress(out _));
        Assert.Equal(5, log.Lines.Count(static line => line.StartsWith("Warning Refused", StringComparison.Ordinal)));
    }

    [Fact]
    public void Policy_Audit_AllowsAndLogsInformation()
    {
        RecordingLoggers log = new(LogLevel.Information);
        using NetworkUser user = new(new HostNetwork(
            new Policy(static _ => WasiPolicyDecision.Audit),
            new StaticHosts(),
            log,
            static _ => Task.FromResult(new[] { IPAddress.Parse("198.51.100.7") })));
        Assert.Equal(Errno.Success, user.Network.Resolve("example.org", user.Waiter, out IPAddress[] addresses));
        Assert.Equal(Errno.Success, user.Network.CheckAccess(WasiNetworkAccess.Outbound, new IPEndPoint(addresses[0], 443)));
        Assert.Equal(
            [
                "Information The network policy allowed Resolve network access to 'example.org'.",
                "Information The network policy allowed Outbound network access to '198.51.100.7:443'.",
            ],
            log.Lines);
    }

    private static Network Open(params WasiNetworkRule[] rules) => WasiNetwork.Host(rules).Open(NullLogger.Instance).Current;

    /// <summary>Creates a host network whose name service returns one address for every name.</summary>
    private static HostNetwork CreateWithNameService(string address, params WasiNetworkRule[] rules) =>
        new(new NetworkRules(rules), new StaticHosts(), NullLogger.Instance, _ => Task.FromResult(new[] { IPAddress.Parse(address) }));

    private sealed class Policy(Func<WasiNetworkRequest, WasiPolicyDecision> decide) : IWasiNetworkPolicy
    {
        public WasiPolicyDecision Decide(WasiNetworkRequest request) => decide(request);
    }

    /// <summary>Records the refused accesses in order.</summary>
    private sealed class Log : ILogger
    {
        internal List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Dictionary<string, object?> fields = ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary();
            Lines.Add($"{fields["access"]} {fields["target"]}");
        }
    }
}
