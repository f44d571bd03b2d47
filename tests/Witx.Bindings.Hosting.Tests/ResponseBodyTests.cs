using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi;
using Xunit;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>The body of a real HTTP response, whose synchronous methods throw, as the standard output of a guest.</summary>
public sealed class ResponseBodyTests
{
    [Theory]
    [InlineData("stream")]
    [InlineData("pipe")]
    [InlineData("text")]
    public async Task ResponseBody_AsStandardOutput_ReceivesTheBytes(string kind)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddWasi().AddProgram("write", TestPrograms.Write).AddHost<CounterHost>();
        builder.Services.AddSingleton<Scopes>().AddScoped<Scope>();
        await using WebApplication app = builder.Build();
        app.MapGet("/", (RequestDelegate)(context => RunAsync(context, kind)));
        await app.StartAsync();
        using HttpClient client = new();
        Assert.Equal("hello, 0 failures", await client.GetStringAsync(new Uri(app.Urls.Single())));
    }

    private static async Task RunAsync(HttpContext context, string kind)
    {
        IWasiRunner wasi = context.RequestServices.GetRequiredService<IWasiRunner>();
        await using StreamWriter writer = new(context.Response.Body, leaveOpen: true);
        WasiOutput output = kind switch
        {
            "stream" => WasiOutput.ToStream(context.Response.Body),
            "pipe" => WasiOutput.ToPipe(context.Response.BodyWriter),
            _ => WasiOutput.ToText(writer),
        };
        WasiResult result = await wasi.RunAsync("write", options => options.Output = output, context.RequestAborted);
        await context.Response.WriteAsync($", {result.StreamFailures.Count} failures");
    }
}
