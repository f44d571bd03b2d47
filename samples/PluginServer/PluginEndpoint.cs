using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Witx.Bindings.Hosting;
using Witx.Bindings.Wasi;

namespace PluginServer;

/// <summary>
/// Answers a request by a plug-in: the body is the file <c>/work/document.txt</c> of the guest, and the file <c>/work/result.txt</c> is the
/// response.
/// </summary>
internal static class PluginEndpoint
{
    private const string ContentType = "text/plain; charset=utf-8";

    private static readonly WasiQuota s_quota = new() { MaxBytes = 1 << 20, MaxEntries = 16 };

    /// <summary>Runs a plug-in, and turns each way in which it can fail into a status.</summary>
    /// <param name="name">The name of the plug-in.</param>
    /// <param name="request">The request.</param>
    /// <param name="wasi">The runner of the request's scope.</param>
    /// <param name="token">The token of the request: a client that disconnects ends the guest.</param>
    internal static async Task<IResult> RunAsync(string name, HttpRequest request, IWasiRunner wasi, CancellationToken token)
    {
        if (!wasi.Programs.Contains(name))
        {
            return Failed(StatusCodes.Status404NotFound, $"There is no plug-in '{name}'.");
        }

        WasiMemoryDirectory work = WasiDirectory.CreateInMemory(s_quota);
        work.WriteFile("document.txt", await ReadBodyAsync(request, token));
        using MemoryStream output = new();
        try
        {
            WasiResult result = await wasi.RunAsync(
                name,
                options =>
                {
                    options.Arguments = [name];
                    options.Mounts.Add(new WasiMount("/work", work));
                    options.Output = WasiOutput.ToStream(output);
                    options.Error = options.Output;
                },
                token);
            return result.ExitCode == 0
                ? Results.Bytes(work.ReadFile("result.txt"), ContentType)
                : Failed(StatusCodes.Status502BadGateway, $"The plug-in failed with code '{result.ExitCode}'.");
        }
        catch (WasiLimitException limit) when (limit.Limit == nameof(WasiLimits.Timeout))
        {
            return Failed(StatusCodes.Status504GatewayTimeout, "The plug-in took too long.");
        }
        catch (WasiLimitException limit)
        {
            return Failed(StatusCodes.Status502BadGateway, $"The plug-in exceeded '{limit.Limit}'.");
        }
        catch (WasiTrapException trap)
        {
            return Failed(StatusCodes.Status502BadGateway, $"The plug-in trapped ('{trap.Kind}').");
        }
        catch (WasiCapacityException)
        {
            request.HttpContext.Response.Headers.RetryAfter = "1";
            return Failed(StatusCodes.Status503ServiceUnavailable, "The service is busy.");
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    /// <summary>Reads the body. Kestrel limits its length, and answers a longer one with 413.</summary>
    internal static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken token)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, token);
        return body.ToArray();
    }

    private static IResult Failed(int status, string message) => Results.Text(message, ContentType, statusCode: status);
}
