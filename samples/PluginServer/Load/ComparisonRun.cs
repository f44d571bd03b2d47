using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;

namespace PluginServer.Load;

/// <summary>Compares the requests per second of the plug-in with those of the same plug-in on Wasmtime .NET alone.</summary>
internal static class ComparisonRun
{
    private const int Rounds = 3;

    /// <summary>Runs both in turn, and prints the median of the rounds.</summary>
    /// <param name="seconds">The duration of each round.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(double seconds)
    {
        await using WebApplication app = await LoadRun.StartAsync();
        using LoadClient client = new(app.Urls.Single());
        (string Name, string Path)[] services = [("Witx.Bindings.Hosting", "/plugins/fill"), ("by hand, Wasmtime .NET", "/by-hand/fill")];
        double[][] rates = [new double[Rounds], new double[Rounds]];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < services.Length; i++)
            {
                long requests = await client.SendAsync(services[i].Path, TimeSpan.FromSeconds(seconds), misbehaves: false);
                if (round >= 0)
                {
                    rates[i][round] = requests / seconds;
                }
            }
        }

        for (int i = 0; i < services.Length; i++)
        {
            double median = rates[i].Order().ElementAt(Rounds / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{services[i].Name,-24}{median,8:F0} requests per second"));
        }

        await app.StopAsync();
        return 0;
    }
}
