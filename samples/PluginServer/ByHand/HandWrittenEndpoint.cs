using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Wasmtime;

namespace PluginServer.ByHand;

/// <summary>Answers a request by the same plug-in on Wasmtime .NET alone, to compare.</summary>
internal static class HandWrittenEndpoint
{
    internal static async Task<IResult> RunAsync(HttpRequest request, HandWrittenPlugin plugin, CancellationToken token)
    {
        byte[] document = await PluginEndpoint.ReadBodyAsync(request, token);

        // Wasmtime's WASI has no files in memory, so each request has a directory of the host.
        DirectoryInfo work = Directory.CreateTempSubdirectory("plugin");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(work.FullName, "document.txt"), document, token);
            int exitCode = await Task.Run(() => plugin.Run(work.FullName), token);
            return exitCode == 0
                ? Results.Bytes(await File.ReadAllBytesAsync(Path.Combine(work.FullName, "result.txt"), token), "text/plain; charset=utf-8")
                : Results.StatusCode(StatusCodes.Status502BadGateway);
        }
        catch (TrapException trap)
        {
            return Results.StatusCode(
                trap.Type == TrapCode.Interrupt ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
