using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Tests of leaks. They measure the memory of the process, so no other test may run at the same time.</summary>
[Collection(nameof(LifetimeTests))]
[CollectionDefinition(nameof(LifetimeTests), DisableParallelization = true)]
public sealed class LifetimeTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string Calls =
        """
        (module
          (import "env" "peek" (func $peek (param i32) (result i32)))
          (memory (export "memory") 1)
          ;; more
          (func (export "run") (param $n i32) (result i32) (local $sum i32)
            (loop $again
              (local.set $sum (i32.add (local.get $sum) (call $peek (i32.const 0))))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $sum)))
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Host_AfterItsStoreIsDisposed_IsCollected(bool failing)
    {
        using Module module = Sandbox.Compile(Calls.Replace(";; more", failing ? "(func $trap unreachable) (start $trap)" : "", Ordinal));
        WeakReference host = Run();
        Collect(() => !host.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Run()
        {
            using Sandbox sandbox = new();
            FakeHost host = new FakeHost("env").WithPeek();
            try
            {
                new HostImports().Add(host).Instantiate(sandbox.Store, module).Invoke("run", 1);
            }
            catch (TrapException) when (failing)
            {
            }

            return new WeakReference(host);
        }
    }

    [Fact]
    public void Host_AfterItsStoreIsFinalized_IsCollected()
    {
        using Module module = Sandbox.Compile(Calls);
        WeakReference host = Run();
        Collect(() => !host.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Run()
        {
            FakeHost host = new FakeHost("env").WithPeek();
            new HostImports().Add(host).Instantiate(new Sandbox().Store, module).Invoke("run", 1);
            return new WeakReference(host);
        }
    }

    [Fact]
    public void Host_AfterItsGuestIsDisposed_IsCollectedBeforeTheStore()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        (WeakReference host, Func<int, int> run) = Run();
        Collect(() => !host.IsAlive);
        Assert.IsType<ObjectDisposedException>(Assert.Throws<WasmtimeException>(() => run(1)).InnerException);

        [MethodImpl(MethodImplOptions.NoInlining)]
        (WeakReference Host, Func<int, int> Run) Run()
        {
            FakeHost host = new FakeHost("env").WithPeek();
            using Guest guest = new HostImports().Add(host).Instantiate(sandbox.Store, module);
            return (new WeakReference(host), guest.Instance.GetFunction<int, int>("run")!);
        }
    }

    [Fact]
    public void Host_AfterItsPreparedModuleAndLinkerAreDisposed_IsCollected()
    {
        using Module module = Sandbox.Compile(Calls);
        WeakReference[] hosts = Run();
        Collect(() => hosts.All(static host => !host.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference[] Run()
        {
            using Sandbox sandbox = new();
            FakeHost shared = new FakeHost("env").WithPeek();
            FakeHost own = shared.WithSameTable();
            FakeHost defined = new FakeHost("env").WithPeek();
            using PreparedModule prepared = new HostImports().Add(shared).Prepare(sandbox.Engine, module);
            prepared.Instantiate(sandbox.Store, own).Invoke("run", 1);
            using Linker linker = new(sandbox.Engine);
            new HostImports().Add(defined).Define(linker);
            linker.Instantiate(sandbox.Store, module);
            return [new(shared), new(own), new(defined)];
        }
    }

    [Fact]
    public void Host_AfterItsPreparedModuleIsFinalized_IsCollected()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        WeakReference[] references = Run();
        Collect(() => references.All(static reference => !reference.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference[] Run()
        {
            FakeHost host = new FakeHost("env").WithPeek();
            PreparedModule prepared = new HostImports().Add(host).Prepare(sandbox.Engine, module);
            prepared.Instantiate(new Store(sandbox.Engine), host).Invoke("run", 1);
            return [new(host), new(prepared)];
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Instances_Of10000Stores_LeakNothing(bool prepare)
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        HostImports imports = new HostImports().Add(new FakeHost("env").WithPeek());
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);
        Run(500);
        long before = ManagedMemory();
        long resident = Environment.WorkingSet;
        Run(10_000);
        long after = ManagedMemory();

        Assert.InRange(after - before, long.MinValue, 256 * 1024);
        Assert.InRange(Environment.WorkingSet - resident, long.MinValue, 64 * 1024 * 1024);

        // GC.GetTotalMemory collects until two results are similar, which can happen before the finalizers ran.
        static long ManagedMemory()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return GC.GetTotalMemory(forceFullCollection: true);
        }

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using Store store = new(sandbox.Engine);
                using Guest guest = prepare ? imports.Instantiate(store, prepared) : imports.Instantiate(store, module);
                guest.Invoke("run", 1);
            }
        }
    }

    [Fact]
    public void Invoke_GuestOrStoreDisposed_ThrowsObjectDisposedException()
    {
        Sandbox sandbox = new();
        HostImports imports = new HostImports().Add(new FakeHost("env").WithPeek());
        using Guest guest = sandbox.Instantiate(imports, Calls);
        using Guest other = sandbox.Instantiate(imports, Calls);
        guest.Dispose();
        Assert.Throws<ObjectDisposedException>(() => guest.Invoke("run", 1));
        sandbox.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Invoke("run", 1));
    }

    [Fact]
    public void Store_DisposedByAHostFunction_IsFreedAfterTheCall()
    {
        Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(new FakeHost("env").With("dispose", sandbox.Dispose)),
            """
            (module
              (import "env" "dispose" (func $dispose))
              (func (export "run") (result i32) (call $dispose) (i32.const 7)))
            """);

        Assert.Equal(7, guest.Invoke("run").Int32);
        Assert.Throws<ObjectDisposedException>(() => guest.Invoke("run"));
    }

    [Fact]
    public void Host_UsedByInstancesOnSeveralThreads_ServesEachCall()
    {
        using Module module = Sandbox.Compile(Calls.Replace(";; more", "(data (i32.const 0) \"\\03\")", Ordinal));
        HostImports imports = new HostImports().Add(new FakeHost("env").WithPeek());
        List<int> answers = [];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                using Sandbox sandbox = new();
                using Guest guest = imports.Instantiate(sandbox.Store, module);
                int answer = guest.Invoke("run", 1000).Int32;
                lock (answers)
                {
                    answers.Add(answer);
                }
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        Assert.Equal(160, answers.Count);
        Assert.All(answers, static answer => Assert.Equal(3000, answer));
    }

    [Theory]
    [InlineData("bound")]
    [InlineData("intercepted")]
    [InlineData("prepared")]
    [InlineData("defined")]
    public void HostCall_EachWayToBind_AllocatesNothing(string way)
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        HostImports imports = new HostImports().Add(new FakeHost("env").WithPeek());
        Func<int, int> run;
        if (way == "defined")
        {
            using Linker linker = new(sandbox.Engine);
            imports.Define(linker);
            run = linker.Instantiate(sandbox.Store, module).GetFunction<int, int>("run")!;
        }
        else
        {
            if (way == "intercepted")
            {
                imports.Intercept(static (_, next) => (in call) => next(in call));
            }

            Guest guest = way == "prepared"
                ? imports.Instantiate(sandbox.Store, imports.Prepare(sandbox.Engine, module))
                : imports.Instantiate(sandbox.Store, module);
            run = count => guest.Invoke("run", count).Int32;
        }

        run(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Collect(Func<bool> done)
    {
        for (int i = 0; i < 10 && !done(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(done());
    }
}
