using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using PluginServer.Load;

namespace PluginServer;

/// <summary>The entry point: serves, or drives a load against itself (<c>--load SECONDS</c>, <c>--compare SECONDS</c>).</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--load" or "--compare", { } seconds])
        {
            double duration = double.Parse(seconds, CultureInfo.InvariantCulture);
            return arguments[0] == "--load" ? await LoadRun.RunAsync(duration) : await ComparisonRun.RunAsync(duration);
        }

        await using WebApplication app = PluginServerApp.Create(arguments);
        await app.RunAsync();
        return 0;
    }
}
