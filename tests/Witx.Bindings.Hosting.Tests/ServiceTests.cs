using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Witx.Bindings.Wasi;
using Xunit;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>Programs, hosts and options of a service.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task RunAsync_TwoScopes_ResolvesAHostForEachAndDisposesItWithTheScope()
    {
        await using TestService service = new();
        await service.Host.StartAsync();
        Assert.Equal(1, (await service.RunAsync("scope")).ExitCode);
        Assert.Equal(1, service.Scopes.Disposals);
        Assert.Equal(2, (await service.RunAsync("scope")).ExitCode);
        Assert.Equal(2, service.Scopes.Disposals);
        await using AsyncServiceScope scope = service.Host.Services.CreateAsyncScope();
        IWasiRunner runner = scope.ServiceProvider.GetRequiredService<IWasiRunner>();
        Assert.Equal(3, (await runner.RunAsync("scope")).ExitCode);
        Assert.Equal(3, (await runner.RunAsync("scope")).ExitCode);
        Assert.Equal(2, service.Scopes.Disposals);
    }

    [Fact]
    public async Task KeyedProgram_IsTheOneThatTheRunnerUses()
    {
        await using TestService service = new();
        WasiProgram program = service.Host.Services.GetRequiredKeyedService<WasiProgram>("scope");
        Assert.Same(program, service.Host.Services.GetRequiredKeyedService<WasiProgram>("scope"));
        program.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => service.RunAsync("scope"));
    }

    [Fact]
    public async Task UnknownProgram_ThrowsArgumentExceptionThatNamesIt()
    {
        await using TestService service = new();
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(() => service.RunAsync("missing"));
        Assert.Contains("'missing'", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => service.Host.Services.GetRequiredKeyedService<WasiProgram>("missing"));
        using IServiceScope scope = service.Host.Services.CreateScope();
        Assert.Equal(["scope", "wait"], scope.ServiceProvider.GetRequiredService<IWasiRunner>().Programs);
    }

    [Fact]
    public async Task StartAsync_CompilesInTheInterruptibleFlavourAndLogsProgress()
    {
        using ScratchDirectory scratch = new();
        string path = Path.Combine(scratch.Path, "write.wat");
        await File.WriteAllBytesAsync(path, TestPrograms.Write);
        await using TestService service = new(new() { ["Wasi:Programs:write"] = path });
        await service.Host.StartAsync();
        Assert.Equal(
            ["1 of 3.", "2 of 3.", "3 of 3."],
            service.Lines.Where(static line => line.Contains("Compiled", StringComparison.Ordinal)).Select(static line => line[^7..]));

        // A run with a timeout needs the interruptible code. It would read the file if that were not compiled.
        File.Delete(path);
        Assert.Equal(5, (await service.RunAsync("write")).BytesWritten);
    }

    [Fact]
    public async Task StartAsync_InvalidProgram_DoesNotStart()
    {
        await using TestService service = new(configure: static wasi => wasi.AddProgram("bad", "not wasm"u8.ToArray()));
        await Assert.ThrowsAsync<WasiProgramException>(() => service.Host.StartAsync());
    }

    [Fact]
    public async Task StartAsync_CompilesAtStartIsFalse_CompilesInTheFirstRun()
    {
        await using TestService service = new(
            new() { ["Wasi:CompilesAtStart"] = "false" }, static wasi => wasi.AddProgram("bad", "not wasm"u8.ToArray()));
        await service.Host.StartAsync();
        Assert.Equal(1, (await service.RunAsync("scope")).ExitCode);
        await Assert.ThrowsAsync<WasiProgramException>(() => service.RunAsync("bad"));
    }

    [Fact]
    public async Task StartAsync_InvalidOptions_ReportsEachWithItsValue()
    {
        await using TestService service = new(
            new()
            {
                ["Wasi:Timeout"] = "-00:00:05",
                ["Wasi:MaxMemory"] = "0",
                ["Wasi:MaxOutput"] = "-1",
                ["Wasi:MaxConcurrentGuests"] = "-2",
                ["Wasi:MaxPooledInstances"] = "-3",
                ["Wasi:Programs:absent"] = "no such file.wasm",
                ["Wasi:Programs:scope"] = "again.wasm",
            });
        string[] failures = [.. (await Assert.ThrowsAsync<OptionsValidationException>(() => service.Host.StartAsync())).Failures];
        Assert.Equal(8, failures.Length);
        foreach (string expected in (string[])
            [
                "Timeout: '-00:00:05'",
                "MaxMemory: '0'",
                "MaxOutput: '-1'",
                "MaxConcurrentGuests: '-2'",
                "MaxPooledInstances: '-3'",
                Path.Combine(AppContext.BaseDirectory, "no such file.wasm"),
                "'scope' is in the configuration and is added by code",
            ])
        {
            Assert.Contains(failures, failure => failure.Contains(expected, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(null, 30.0)]
    [InlineData("00:00:07", 7.0)]
    [InlineData("-00:00:00.0010000", null)]
    public async Task Timeout_OfTheOptions_IsThatOfARun(string? setting, double? seconds)
    {
        await using TestService service = new(setting is null ? null : new() { ["Wasi:Timeout"] = setting });
        TimeSpan? timeout = TimeSpan.Zero;
        await service.RunAsync("scope", options => timeout = options.Limits.Timeout);
        Assert.Equal(seconds, timeout?.TotalSeconds);
    }

    [Fact]
    public async Task Timeout_GuestThatComputes_ThrowsWasiLimitException()
    {
        await using TestService service = new(
            new() { ["Wasi:Timeout"] = "00:00:00.05" }, static wasi => wasi.AddProgram("loop", TestPrograms.Loop));
        await service.Host.StartAsync();
        Assert.Equal("Timeout", (await Assert.ThrowsAsync<WasiLimitException>(() => service.RunAsync("loop"))).Limit);
        Assert.Contains(service.Lines, static line => line == "Warning A run of the WASI program 'loop' failed.");
    }

    [Fact]
    public async Task Options_FromConfigurationAndCallbacks_AreAppliedInOrder()
    {
        List<string> order = [];
        await using TestService service = new(
            new() { ["Wasi:MaxMemory"] = "131072", ["Wasi:MaxOutput"] = "77" },
            wasi => wasi
                .ConfigureRuns((_, _) => order.Add("all"))
                .ConfigureRuns("wait", (_, _) => order.Add("wait"))
                .ConfigureRuns("scope", (services, options) =>
                {
                    Assert.NotNull(services.GetService<Scope>());
                    Assert.Equal((131072L, 77L), (options.Limits.MaxMemory, options.Limits.MaxOutput));
                    order.Add("scope");
                }));
        bool hasStarted = false;
        await service.RunAsync("scope", options =>
        {
            order.Add("call");
            options.Started = _ => hasStarted = true;
        });
        Assert.Equal(["all", "scope", "call"], order);
        Assert.True(hasStarted);
    }

    [Fact]
    public async Task InstantiateAsync_Library_ReturnsAnInstance()
    {
        await using TestService service = new(configure: static wasi => wasi.AddProgram("library", TestPrograms.Library));
        await using AsyncServiceScope scope = service.Host.Services.CreateAsyncScope();
        using WasiInstance instance = await scope.ServiceProvider.GetRequiredService<IWasiRunner>().InstantiateAsync("library");
        Assert.Equal(5, instance.Invoke("add", 2, 3).Int32);
    }
}
