using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>A compilation cannot be interrupted. Cancellation releases the caller while it continues.</summary>
public sealed class CompilationTests
{
    private static readonly byte[] s_program = """
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (func (export "_start") (call $exit (i32.const 7))))
        """u8.ToArray();

    [Fact]
    public void Run_CancelledDuringCompilation_ReturnsBeforeItEnds()
    {
        using CancellationTokenSource cancellation = new();
        using ManualResetEventSlim release = new();
        using WasiHost host = new(new WasiHostOptions
        {
            Compiling = _ =>
            {
                cancellation.Cancel();
                release.Wait();
            },
        });
        using WasiProgram program = host.Load("guest", s_program);

        OperationCanceledException error = Assert.Throws<OperationCanceledException>(
            () => program.Run(new(), cancellation.Token).ExitCode);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        release.Set();

        using CancellationTokenSource another = new();
        Assert.Equal(7, program.Run(new(), another.Token).ExitCode);
    }

    [Fact]
    public void Compile_AbandonedManyTimes_RunsABoundedNumber()
    {
        int bound = Math.Max(2, Environment.ProcessorCount);
        ConcurrentBag<string> compiled = [];
        using ManualResetEventSlim release = new();
        using CancellationTokenSource cancellation = new();
        using WasiHost host = new(new WasiHostOptions
        {
            Compiling = name =>
            {
                compiled.Add(name);
                if (compiled.Count == bound)
                {
                    cancellation.Cancel();
                }

                release.Wait();
            },
        });
        WasiProgram[] programs = [.. Enumerable.Range(0, bound + 3).Select(i => host.Load($"{i}", s_program))];
        Parallel.ForEach(
            programs,
            new ParallelOptions { MaxDegreeOfParallelism = programs.Length },
            program => Assert.Throws<OperationCanceledException>(() => program.Compile(true, cancellation.Token)));
        Assert.Equal(bound, compiled.Count);

        release.Set();
        Array.ForEach(programs, program => Assert.Equal(7, program.Run(new()).ExitCode));
        Array.ForEach(programs, static program => program.Dispose());
    }

    [Fact]
    public void HostDispose_WhileACompilationIsAbandoned_FreesItsResult()
    {
        using CancellationTokenSource cancellation = new();
        using ManualResetEventSlim release = new();
        WasiHost host = new(new WasiHostOptions
        {
            Compiling = _ =>
            {
                cancellation.Cancel();
                release.Wait();
            },
        });
        WasiProgram program = host.Load("guest", s_program);
        Assert.Throws<OperationCanceledException>(() => program.Compile(true, cancellation.Token));
        program.Dispose();
        host.Dispose();
        Assert.False(host.IsFreed);
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => host.IsFreed, TimeSpan.FromSeconds(30)));
        Assert.Throws<ObjectDisposedException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Compile_WithACancelledToken_DoesNotStart()
    {
        using WasiHost host = new(new WasiHostOptions
        {
            Compiling = static _ => throw new InvalidOperationException("The compilation started."),
        });
        using WasiProgram program = host.Load("guest", s_program);
        Assert.Throws<OperationCanceledException>(() => program.Compile(true, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Compile_InvalidProgram_FailsEachTime()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", Encoding.UTF8.GetBytes("(module (func"));
        string message = Assert.Throws<WasiProgramException>(
            () => program.Compile(cancellationToken: TestContext.Current.CancellationToken)).Message;
        Assert.Equal(
            message,
            Assert.Throws<WasiProgramException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken)).Message);
    }
}
