using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Wasmtime;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>C programs that use WASIX sockets: <c>tests/guests/sockets</c>, some of them with 64-bit addresses too.</summary>
public sealed class SocketGuestTests : IDisposable
{
    private readonly Engine _engine = new(new Config().WithMemoryMayMove(false).WithEpochInterruption(true));

    public static TheoryData<bool> Networks { get; } = [true, false];

    public static TheoryData<string> Folders { get; } = ["sockets", "sockets64"];

    public static MatrixTheoryData<bool, string> NetworksAndFolders { get; } = new([true, false], ["sockets", "sockets64"]);

    private static CancellationToken Cancellation => FunctionStub.Current?.Token ?? TestContext.Current.CancellationToken;

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task EchoServer_SeveralClients_SendsEverythingBack(bool isVirtual)
    {
        WasiNetwork network = isVirtual
            ? WasiNetwork.Virtual(new WasiVirtualNetwork())
            : WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"), WasiNetworkRule.Outbound("127.0.0.1"));
        FirstLineWriter line = new();
        Task<int> server = Start("sockets/echo.wasm", network, line, "server", "5");
        Assert.Same(line.FirstLine, await Task.WhenAny(line.FirstLine, server));
        Assert.Equal(0, await Start("sockets/echo.wasm", network, "client", "5", await line.FirstLine));
        Assert.Equal(0, await server);
    }

    [Theory]
    [MemberData(nameof(NetworksAndFolders))]
    [Function("sock_recv_from", "sock_send_to", "sock_send_file", "sock_pair")]
    public async Task DatagramsAndPairs_SentAndReceived_KeepBoundariesAndSenders(bool isVirtual, string folder)
    {
        WasiNetwork network = isVirtual
            ? WasiNetwork.Virtual()
            : WasiNetwork.Host(
                WasiNetworkRule.Outbound("127.0.0.0/8"),
                WasiNetworkRule.Inbound("127.0.0.1"),
                WasiNetworkRule.Outbound("::1"),
                WasiNetworkRule.Inbound("::1"));
        Assert.Equal(0, await Start($"{folder}/datagrams.wasm", network));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    [Function(
        "port_dhcp_acquire", "port_addr_add", "port_addr_remove", "port_addr_clear", "port_addr_list", "port_mac", "port_gateway_set",
        "port_route_add", "port_route_remove", "port_route_clear", "port_route_list", "resolve")]
    public async Task VirtualNetworkPort_ChangedByTheGuest_RoutesAndResolves(string folder)
    {
        WasiVirtualNetwork network = new(new Dictionary<string, IPAddress[]> { ["example.org"] = [IPAddress.Parse("198.51.100.7")] });
        Assert.Equal(0, await Start($"{folder}/ports.wasm", WasiNetwork.Virtual(network)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    [Function(
        "sock_status", "sock_set_opt_flag", "sock_get_opt_flag", "sock_set_opt_time", "sock_get_opt_time", "sock_set_opt_size",
        "sock_get_opt_size", "sock_join_multicast_v4", "sock_leave_multicast_v4", "sock_join_multicast_v6", "sock_leave_multicast_v6",
        "sock_accept", "sock_send", "sock_recv", "sock_shutdown", "sock_addr_peer")]
    public async Task SocketOptions_Set_AreReturnedAndApplied(string folder) =>
        Assert.Equal(0, await Start($"{folder}/options.wasm", WasiNetwork.Virtual()));

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task HttpServer_ThousandsOfRequests_DoesNotGrowItsMemory(bool isVirtual)
    {
        WasiVirtualNetwork inside = new();
        WasiNetwork network = isVirtual ? WasiNetwork.Virtual(inside) : WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"));
        FirstLineWriter line = new();
        Task<int> server = Start("sockets/http.wasm", network, line);
        Assert.Same(line.FirstLine, await Task.WhenAny(line.FirstLine, server));
        int port = int.Parse(await line.FirstLine, System.Globalization.CultureInfo.InvariantCulture);
        using SocketsHttpHandler handler = new();
        if (isVirtual)
        {
            handler.ConnectCallback = (_, cancellation) => inside.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        }

        using HttpClient client = new(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        string pages = await client.GetStringAsync("memory", Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Assert.Equal("hello from a guest\n", await client.GetStringAsync("hello", Cancellation));
            }
        }));

        // The same with a new connection for each request.
        for (int i = 0; i < 500; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "hello");
            request.Headers.ConnectionClose = true;
            using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
            Assert.Equal("hello from a guest\n", await response.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Equal(pages, await client.GetStringAsync("memory", Cancellation));
        await client.GetStringAsync("stop", Cancellation);
        Assert.Equal(0, await server);
    }

    private Task<int> Start(string guest, WasiNetwork network, params string[] arguments) =>
        Start(guest, network, new FirstLineWriter(), arguments);

    /// <summary>Runs a guest on its own thread, and asserts that it reached its last line and closed its descriptors.</summary>
    private Task<int> Start(string guest, WasiNetwork network, FirstLineWriter output, params string[] arguments) => Task.Factory.StartNew(
        () =>
        {
            using WasiProcess process = new(
                new WasiOptions
                {
                    Arguments = [guest, .. arguments],
                    Network = network,
                    Output = WasiOutput.ToText(output),
                    Descriptors = [WasiDescriptor.Buffer("finished"u8.ToArray())],
                },
                hasRoot: true,
                handlesSignals: false,
                cancellationToken: Cancellation);
            int before = Count(process.Descriptors);
            using Module module = Module.FromFile(_engine, Path.Combine(AppContext.BaseDirectory, "Guests", guest));
            using Store store = new(_engine);
            process.ConfigureStore(_engine, store);
            CallRecorder calls = new();
            HostImports imports = new HostImports().AddWasi(process).Intercept(calls.Intercept);
            if (FunctionStub.Current is { } stub)
            {
                _ = imports.Intercept(stub.Intercept);
            }

            using Guest instance = imports.Instantiate(store, module);
            int exitCode = process.Run(instance);
            Assert.Equal(0, exitCode);
            Assert.EndsWith("complete\n", output.ToString(), StringComparison.Ordinal);
            calls.AssertNamedFunctionsCalled(GetType());
            Assert.Equal(before, Count(process.Descriptors));
            return exitCode;
        },
        Cancellation,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static int Count(DescriptorTable descriptors) =>
        Enumerable.Range(0, descriptors.Capacity).Count(number => descriptors.TryGet(new Fd((uint)number), out _));

    /// <summary>Output that completes a task with its first line.</summary>
    private sealed class FirstLineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<string> FirstLine => _text.Task;

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            Complete();
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            base.Write(buffer);
            Complete();
        }

        private void Complete()
        {
            if (ToString().Split('\n') is [string line, _, ..])
            {
                _text.TrySetResult(line);
            }
        }
    }
}
