using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PluginServer.Load;

/// <summary>Sends requests with a fixed number of connections, and checks each status and body.</summary>
internal sealed class LoadClient : IDisposable
{
    /// <summary>The number of connections, each with one request at a time.</summary>
    internal const int Connections = 16;

    /// <summary>One request of this number is for a plug-in that misbehaves.</summary>
    private const int MisbehavingInterval = 25;

    private const string Document = "{greeting} from {city}: this is {service}.\n";
    private const string Expected = "Grüezi from Zürich: this is PluginServer.\n";

    private readonly HttpClient _client;

    internal LoadClient(string address) => _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
    {
        BaseAddress = new Uri(address),
    };

    /// <summary>Sends requests for a time.</summary>
    /// <param name="path">The path of the plug-in that works.</param>
    /// <param name="duration">The time after which no further request is sent.</param>
    /// <param name="misbehaves">
    /// True to mix in plug-ins that misbehave. Only one connection sends requests for the one that computes without end, so that the others
    /// find a processor.
    /// </param>
    /// <returns>The number of requests that were answered.</returns>
    /// <exception cref="InvalidOperationException">A response was not the expected one.</exception>
    internal async Task<long> SendAsync(string path, TimeSpan duration, bool misbehaves)
    {
        long start = Stopwatch.GetTimestamp();
        long requests = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (int i = connection; Stopwatch.GetElapsedTime(start) < duration; i++)
            {
                if (misbehaves && i % MisbehavingInterval == 0)
                {
                    PluginCase one = PluginCase.Misbehaving[i / MisbehavingInterval % PluginCase.Misbehaving.Length];
                    one = one == PluginCase.Computing && connection > 0 ? PluginCase.Sleeping : one;
                    await SendAsync($"/plugins/{one.Plugin}", one);
                }
                else
                {
                    await SendAsync(path, PluginCase.Working);
                }

                Interlocked.Increment(ref requests);
            }
        }));
        return requests;
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(string path, PluginCase expected)
    {
        using StringContent content = new(Document, Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await _client.PostAsync(path, content);
        string body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != expected.Status || (expected == PluginCase.Working && body != Expected))
        {
            throw new InvalidOperationException(
                $"'{path}' answered '{(int)response.StatusCode}' instead of '{(int)expected.Status}': {body}");
        }
    }
}
