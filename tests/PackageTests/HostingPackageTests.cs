using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>A service of ASP.NET Core that runs programs, used from its packages alone.</summary>
public sealed class HostingPackageTests(PackageFeed feed)
{
    private const string Program = """
        using Witx.Bindings.Hosting;
        using Witx.Bindings.Wasi;

        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddWasi(builder.Configuration.GetSection("Wasi")).AddHealthCheck();
        await using WebApplication app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/", async (IWasiRunner wasi, HttpResponse response, CancellationToken token) =>
        {
            await wasi.RunAsync("hello", options => options.Output = WasiOutput.ToStream(response.Body), token);
        });
        await app.StartAsync();

        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
        Console.Write(await client.GetStringAsync("/"));
        Console.WriteLine(await client.GetStringAsync("/health"));
        """;

    [Fact]
    public async Task WebService_WithTheHostingPackage_RunsAGuestForARequest()
    {
        Project project = feed.Create(
            "service",
            ("service.csproj", ProjectFile.CreateWebProgram("Witx.Bindings.Hosting")),
            ("Program.cs", Program),
            ("appsettings.json", """{ "Wasi": { "Programs": { "hello": "guest.wat" } } }"""),
            ("guest.wat", WasiPackageTests.Guest));

        DotnetResult run = (await project.DotnetAsync("run")).Succeeded();

        Assert.Equal("hello\nHealthy\n", run.Output.ReplaceLineEndings("\n"));
    }
}
