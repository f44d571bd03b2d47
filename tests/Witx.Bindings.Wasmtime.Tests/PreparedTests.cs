using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Wasmtime;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class PreparedTests
{
    private const string Calls =
        """
        (module
          (import "env" "id" (func $id (result i32)))
          (import "env" "poke" (func $poke (param i32 i32)))
          (import "env" "peek" (func $peek (param i32) (result i32)))
          (memory (export "memory") 1)
          (func $start (call $poke (i32.const 0) (call $id)))
          (start $start)
          (func (export "id") (result i32) (call $id))
          (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
          (func (export "grow") (result i32) (memory.grow (i32.const 1))))
        """;

    private static FakeHost Host(int id) =>
        new FakeHost("env").With("id", [], CoreType.I32, false, (_, _, _) => id).WithPeek().WithPoke();

    /// <summary>A host with state, of another class than <see cref="FakeHost"/>.</summary>
    private sealed class Tenant(int id) : IHostModule
    {
        private static readonly HostFunction[] Table =
        [
            new("env", "id", new CoreSignature([], CoreType.I32), false, static (host, _, _) => ((Tenant)host)._id),
        ];

        private readonly int _id = id;

        ReadOnlySpan<HostFunction> IHostModule.Functions => Table;
    }

    [Fact]
    public void PreparedModule_InstantiatedByImports_SharesTheirHosts()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        HostImports imports = new HostImports().Add(Host(7));
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);
        using Store second = new(sandbox.Engine);
        using Guest one = imports.Instantiate(sandbox.Store, prepared);
        using Guest other = imports.Instantiate(second, prepared);

        Assert.Equal(7, one.Invoke("id").Int32);
        Assert.Equal(7, other.Invoke("peek", 0).Int32);
        one.Invoke("grow");
        Assert.Equal(0, one.Invoke("peek", 131071).Int32);
        Assert.Throws<GuestFaultException>(() => other.Invoke("peek", 65536));
    }

    [Fact]
    public void PreparedModule_InstantiatedWithHosts_UsesThemOnSeveralThreads()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        FakeHost shared = Host(0);
        HostImports imports = new HostImports().Add(new Tenant(-1)).Add(shared, "env").Add(new Tenant(-1), "env");
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);
        ConcurrentBag<(int Expected, int Actual, int Written)> seen = [];

        Parallel.For(0, 200, number =>
        {
            using Store store = new(sandbox.Engine);
            using Guest guest = prepared.Instantiate(store, new Tenant(-1), shared, new Tenant(number & 0xFF));
            seen.Add((number & 0xFF, guest.Invoke("id").Int32, guest.Invoke("peek", 0).Int32));
        });

        Assert.Equal(200, seen.Count);
        Assert.All(seen, static tenant => Assert.Equal((tenant.Expected, tenant.Expected), (tenant.Actual, tenant.Written)));
    }

    [Fact]
    public void PreparedModule_HostsOfOtherClasses_ThrowsArgumentException()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        using PreparedModule prepared = new HostImports().Add(Host(7)).Prepare(sandbox.Engine, module);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => prepared.Instantiate(sandbox.Store, new Tenant(1)));
        Assert.Contains("FakeHost", exception.Message, StringComparison.Ordinal);
        Assert.Null(sandbox.Store.GetData());
    }

    [Fact]
    public void PreparedModule_StoreWithData_ThrowsArgumentException()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        HostImports imports = new HostImports().Add(Host(7));
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);
        sandbox.Store.SetData("mine");

        Assert.Throws<ArgumentException>(() => imports.Instantiate(sandbox.Store, prepared));
        Assert.Equal("mine", sandbox.Store.GetData());
    }

    [Fact]
    public void PreparedModule_GuestDisposedOrStoreDataReplaced_HostFunctionsTrap()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        HostImports imports = new HostImports().Add(Host(7));
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);
        Guest guest = imports.Instantiate(sandbox.Store, prepared);
        Func<int> id = guest.Instance.GetFunction<int>("id")!;
        Assert.Equal(7, id());

        object? data = sandbox.Store.GetData();
        sandbox.Store.SetData("other");
        Assert.IsType<InvalidOperationException>(Assert.Throws<WasmtimeException>(() => id()).InnerException);
        sandbox.Store.SetData(data);
        Assert.Equal(7, id());

        guest.Dispose();
        Assert.Null(sandbox.Store.GetData());
        Assert.IsType<InvalidOperationException>(Assert.Throws<WasmtimeException>(() => id()).InnerException);

        using Guest next = imports.Instantiate(sandbox.Store, prepared);
        Assert.Equal(7, next.Invoke("id").Int32);
    }

    [Fact]
    public void PreparedModule_Disposed_IsKeptAliveByItsInstances()
    {
        using Sandbox sandbox = new();
        Guest guest;
        HostImports imports = new HostImports().Add(Host(7));
        using (Module module = Sandbox.Compile(Calls))
        using (PreparedModule prepared = imports.Prepare(sandbox.Engine, module))
        {
            guest = imports.Instantiate(sandbox.Store, prepared);
        }

        Assert.Equal(7, guest.Invoke("id").Int32);
        guest.Dispose();
    }

    [Fact]
    public void PreparedModule_WithALinker_ImportsFunctionsButNoItemsOfAStore()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(
            """
            (module
              (import "env" "hand" (func $hand (result i32)))
              (import "env" "id" (func $id (result i32)))
              (func (export "run") (result i32) (i32.add (call $hand) (call $id))))
            """);
        using Linker linker = new(sandbox.Engine);
        linker.DefineFunction("env", "hand", () => 10);
        HostImports imports = new HostImports().Add(Host(7)).Add(linker);
        using (PreparedModule prepared = imports.Prepare(sandbox.Engine, module))
        using (Guest guest = imports.Instantiate(sandbox.Store, prepared))
        {
            Assert.Equal(17, guest.Invoke("run").Int32);
        }

        using Store owner = new(sandbox.Engine);
        using Linker bound = new(sandbox.Engine);
        bound.Define("env", "hand", Function.FromCallback(owner, () => 10));
        HostImports bindings = new HostImports().Add(Host(7)).Add(bound);
        using PreparedModule wrong = bindings.Prepare(sandbox.Engine, module);
        Assert.Contains(
            "cross-`Store`",
            Assert.Throws<WasmtimeException>(() => bindings.Instantiate(sandbox.Store, wrong)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_MissingImports_ThrowsAndListsThem()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);

        Assert.Equal(3, Assert.Throws<UnresolvedImportsException>(() => new HostImports().Prepare(sandbox.Engine, module)).Imports.Count);
    }

    [Fact]
    public void PreparedModule_HostExceptionInTheStartFunction_IsThrownUnchanged()
    {
        using Sandbox sandbox = new();
        InvalidOperationException thrown = new("no");
        using Module module = Sandbox.Compile(
            """
            (module
              (import "env" "throw" (func $throw))
              (start $throw))
            """);
        HostImports imports = new HostImports().Add(new FakeHost("env").With("throw", () => throw thrown));
        using PreparedModule prepared = imports.Prepare(sandbox.Engine, module);

        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => imports.Instantiate(sandbox.Store, prepared)));
        Assert.Null(sandbox.Store.GetData());
    }

    [Fact]
    public void PreparedModule_AnotherHostObject_Matches()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Calls);
        FakeHost host = Host(7);
        HostInterceptor interceptor = static (_, next) => next;
        using Engine threaded = new(new Config().WithWasmThreads(true).WithSharedMemory(true));
        using SharedMemory memory = new(threaded, 1, 1);
        using Linker linker = new(sandbox.Engine);
        using PreparedModule prepared =
            new HostImports().Add(host).Add(host, "second").Intercept(interceptor).Prepare(sandbox.Engine, module);

        HostImports Create() => new HostImports().Add(host.WithSameTable());
        FakeHost twice = host.WithSameTable();
        HostImports other = new HostImports().Add(twice).Add(twice, "second").Intercept(interceptor);
        Assert.True(prepared.Matches(other));
        using (Guest guest = other.Instantiate(sandbox.Store, prepared))
        {
            Assert.Equal(7, guest.Invoke("id").Int32);
        }

        HostImports[] different =
        [
            new(),
            Create(),
            Create().Add(host, "second").Intercept(interceptor),
            new HostImports().Add(twice).Add(twice, "third").Intercept(interceptor),
            new HostImports().Add(twice).Add(twice, "second"),
            new HostImports().Add(twice).Add(twice, "second").Intercept(static (_, next) => next),
            new HostImports().Add(twice).Add(twice, "second").Intercept(interceptor).Add(memory),
            new HostImports().Add(twice).Add(twice, "second").Intercept(interceptor).Add(linker),
            new HostImports().Add(Host(7)).Add(twice, "second").Intercept(interceptor),
        ];
        Assert.All(different, imports => Assert.False(prepared.Matches(imports)));
        Assert.All(different, imports => Assert.Throws<ArgumentException>(() => imports.Instantiate(sandbox.Store, prepared)));
    }
}
