using System;
using Wasmtime;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Tests that a host function with views of guest memory cannot enter the guest, which could grow that memory.</summary>
public sealed class ViewGuardTests
{
    private const string Grows =
        """
        (module
          (import "env" "call" (func $call (param i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "grow") (result i32) (memory.grow (i32.const 1)))
          (func (export "pages") (result i32) (memory.size))
          (func (export "run") (param i32) (result i32) (call $call (local.get 0))))
        """;

    public static TheoryData<string> Ways => ["bound", "prepared", "defined", "intercepted"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Invoke_InsideAFunctionWithViews_ThrowsInvalidOperationException(string way)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(true));
        using Store store = new(engine);
        Guest? guest = null;
        bool entered = false;
        FakeHost host = new FakeHost("env").With("call", [CoreType.I32], CoreType.I32, usesMemory: true, (_, arguments, memory) =>
        {
            if (arguments.Int32(0) != 0)
            {
                return memory.Slice(0, 1)[0];
            }

            entered = true;
            guest!.Invoke("grow");
            memory.Slice(0, 1)[0] = 1;
            return 0;
        });
        using Guest made = guest = Instantiate(way, engine, store, host);

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => guest.Invoke("run", 0));
        Assert.Contains("ReentrantFunctions", refusal.Message, StringComparison.Ordinal);
        Assert.True(entered);
        Assert.Equal(1, guest.Invoke("pages").Int32);
        Assert.Equal(0, guest.Invoke("run", 1).Int32);
        Assert.Equal(1, guest.Invoke("grow").Int32);
    }

    [Fact]
    public void Instantiate_InsideAFunctionWithViews_ThrowsInvalidOperationException()
    {
        using Sandbox sandbox = new();
        HostImports imports = new();
        imports.Add(new FakeHost("env").With("call", [CoreType.I32], CoreType.I32, usesMemory: true, (_, _, _) =>
        {
            sandbox.Instantiate(imports, Grows);
            return 0;
        }));
        using Guest guest = sandbox.Instantiate(imports, Grows);

        Assert.Throws<InvalidOperationException>(() => guest.Invoke("run", 0));
    }

    [Fact]
    public void Invoke_OfAGuestInAnotherStore_IsAllowed()
    {
        using Sandbox sandbox = new();
        using Sandbox other = new();
        FakeHost withoutMemory = new FakeHost("env").With("call", [CoreType.I32], CoreType.I32, false, (_, _, _) => 0);
        using Guest second = other.Instantiate(new HostImports().Add(withoutMemory), Grows);
        Guest? first = null;
        FakeHost host = new FakeHost("env").With("call", [CoreType.I32], CoreType.I32, usesMemory: true, (_, _, _) =>
        {
            int grown = second.Invoke("grow").Int32;
            Assert.Throws<InvalidOperationException>(() => first!.Invoke("grow"));
            return grown;
        });
        using Guest guest = first = sandbox.Instantiate(new HostImports().Add(host), Grows);

        Assert.Equal(1, guest.Invoke("run", 0).Int32);
    }

    [Fact]
    public void Invoke_InsideAFunctionWithoutMemoryOrAReentrantOne_IsAllowed()
    {
        using Sandbox sandbox = new();
        Guest? guest = null;
        FakeHost withoutMemory = new FakeHost("env").With(
            "call", [CoreType.I32], CoreType.I32, false, (_, _, _) => guest!.Invoke("grow").Int32);
        using Guest plain = guest = sandbox.Instantiate(new HostImports().Add(withoutMemory), Grows);
        Assert.Equal(1, plain.Invoke("run", 0).Int32);

        using Guest reentrant = guest = sandbox.Instantiate(
            new HostImports()
                .Add(new FakeHost("env").WithReentrant("call", [CoreType.I32], CoreType.I32, (_, _, ref _) => guest!.Invoke("grow").Int32))
                .Intercept(static (_, next) => (in call) => next(in call) + (long)call.OpenMemory().Length),
            Grows);
        Assert.Equal(1 + (2 * 65536), reentrant.Invoke("run", 0).Int32);
    }

    [Fact]
    public void Interceptor_ThatOpensMemory_CannotEnterTheGuest()
    {
        using Sandbox sandbox = new();
        Guest? guest = null;
        HostImports imports = new HostImports()
            .Add(new FakeHost("env").With("call", [CoreType.I32], CoreType.I32, false, (_, _, _) => 7))
            .Intercept((_, next) => (in call) =>
            {
                long pages = guest!.Invoke("pages").Int32;
                call.OpenMemory().Slice(0, 1)[0] = 1;
                Assert.Throws<InvalidOperationException>(() => guest.Invoke("grow"));
                return next(in call) + pages;
            });
        using Guest made = guest = sandbox.Instantiate(imports, Grows);

        Assert.Equal(8, guest.Invoke("run", 0).Int32);
        Assert.Equal(1, guest.Invoke("grow").Int32);
    }

    private static Guest Instantiate(string way, Engine engine, Store store, FakeHost host)
    {
        using Module module = Module.FromText(engine, "guest", Grows);
        HostImports imports = new HostImports().Add(host);
        if (way == "defined")
        {
            using Linker linker = new(engine);
            imports.Define(linker);
            return Guest.FromInstance(linker.Instantiate(store, module));
        }

        if (way == "intercepted")
        {
            imports.Intercept(static (_, next) => (in call) => next(in call));
        }

        if (way != "prepared")
        {
            return imports.Instantiate(store, module);
        }

        using PreparedModule prepared = imports.Prepare(engine, module);
        return imports.Instantiate(store, prepared);
    }
}
