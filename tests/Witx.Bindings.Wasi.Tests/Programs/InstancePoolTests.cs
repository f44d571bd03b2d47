using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>Hosts with <see cref="WasiHostOptions.MaxPooledInstances"/>.</summary>
public sealed class InstancePoolTests : IDisposable
{
    private const int Instances = 2;

    private readonly WasiHost _host = new(new WasiHostOptions { MaxPooledInstances = Instances });
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose()
    {
        _host.Dispose();
        _cancellation.Dispose();
    }

    [Theory]
    [InlineData("wasi_snapshot_preview1", false)]
    [InlineData("wasi_snapshot_preview1", true)]
    [InlineData("wasi_unstable", false)]
    [InlineData("wasix_32v1", false)]
    public void PooledInstances_InParallel_HaveSeparateProcesses(string module, bool cancellable)
    {
        using WasiProgram program = LoadEcho(module);
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = Instances }, i =>
        {
            string text = i.ToString("D8", CultureInfo.InvariantCulture);
            Assert.Equal(text, Echo(program, text, cancellable));
        });
    }

    [Fact]
    public void PooledInstance_WithInterceptor_CallsIt()
    {
        using WasiProgram program = LoadEcho("wasi_snapshot_preview1");
        int calls = 0;
        using StringWriter output = new();
        HostCallHandler Count(HostFunction function, HostCallHandler next) => (in call) =>
        {
            calls++;
            return next(in call);
        };

        _ = program.Run(new() { Input = WasiInput.FromText("12345678"), Output = WasiOutput.ToText(output), Interceptors = [Count] });
        Assert.Equal("12345678", output.ToString());
        Assert.Equal(2, calls);
        Assert.Equal("87654321", Echo(program, "87654321", cancellable: false));
    }

    [Fact]
    public void PooledInstance_ImportedMemory_IsProvided()
    {
        using WasiProgram program = _host.Load("guest", """
            (module
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (import "env" "memory" (memory 1))
              (func (export "_start") (call $exit (i32.add (memory.size) (i32.const 6)))))
            """u8.ToArray());
        Assert.Equal(7, program.Run(new()).ExitCode);
    }

    [Fact]
    public void PooledInstance_UnknownImport_ThrowsWithItsName()
    {
        using WasiProgram program = _host.Load(
            "guest", """(module (import "wasi_snapshot_preview1" "fd_fly" (func)) (func (export "_start")))"""u8.ToArray());
        for (int i = 0; i < 2; i++)
        {
            WasiProgramException error = Assert.Throws<WasiProgramException>(() => program.Run(new()).ExitCode);
            Assert.Contains("fd_fly", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PooledInstance_EndlessLoop_IsCancelled()
    {
        using WasiProgram program = _host.Load("guest", """(module (func (export "_start") (loop $again (br $again))))"""u8.ToArray());
        Task<int> run = Task.Run(() => program.Run(new(), _cancellation.Token).ExitCode);
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PooledInstance_BeyondTheLimitInAGuest_ThrowsWasiCapacityException(bool cancellable)
    {
        CancellationToken token = cancellable ? _cancellation.Token : default;
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 1 });
        using WasiProgram program = host.Load("guest", """
            (module
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (memory (export "memory") 1)
              (func (export "_start") (drop (call $yield))))
            """u8.ToArray());
        string? refused = null;
        HostCallHandler Start(HostFunction function, HostCallHandler next) => (in call) =>
        {
            refused = Assert.Throws<WasiCapacityException>(() => program.Run(new(), token).ExitCode).Message;
            return next(in call);
        };

        Assert.Equal(0, program.Run(new() { Interceptors = [Start] }, token).ExitCode);
        Assert.Contains("All '1' instances of the host", refused, StringComparison.Ordinal);
        Assert.Equal(0, program.Run(new(), token).ExitCode);
    }

    [Fact]
    public void MaxPooledInstances_Negative_ThrowsArgumentOutOfRangeException() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WasiHost(new WasiHostOptions { MaxPooledInstances = -1 }));

    /// <summary>Loads a program that writes the eight bytes that it reads.</summary>
    private WasiProgram LoadEcho(string module) => _host.Load("echo", Encoding.UTF8.GetBytes($"""
        (module
          (import "{module}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "{module}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\40\00\00\00\08\00\00\00")
          (func (export "_start")
            (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 32)))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))))
        """));

    private string Echo(WasiProgram program, string text, bool cancellable)
    {
        using StringWriter output = new();
        WasiOptions options = new() { Input = WasiInput.FromText(text), Output = WasiOutput.ToText(output) };
        Assert.Equal(0, program.Run(options, cancellable ? _cancellation.Token : default).ExitCode);
        return output.ToString();
    }
}
