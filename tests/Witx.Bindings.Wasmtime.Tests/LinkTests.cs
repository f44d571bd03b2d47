using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class LinkTests
{
    private static FakeHost Answering(string module, string name, int answer) =>
        new FakeHost(module).With(name, [], CoreType.I32, false, (_, _, _) => answer);

    private static string Calling(string module, string name) =>
        $"""
        (module
          (import "{module}" "{name}" (func $call (result i32)))
          (func (export "run") (result i32) (call $call)))
        """;

    [Fact]
    public void Instantiate_MissingOrMismatchedImports_ThrowsAndListsAllOfThem()
    {
        using Sandbox sandbox = new();
        bool ran = false;
        FakeHost host = new FakeHost("kv")
            .With("get", [CoreType.I32, CoreType.I64], CoreType.I32, false, static (_, _, _) => 0)
            .With("get", [], null, false, static (_, _, _) => 0)
            .With("run", () => ran = true);

        UnresolvedImportsException exception = Assert.Throws<UnresolvedImportsException>(() => sandbox.Instantiate(
            new HostImports().Add(host),
            """
            (module
              (import "kv" "run" (func $run))
              (import "kv" "get" (func (param i32 i32) (result i32)))
              (import "kv" "put" (func (param f32 f64)))
              (import "vk" "get" (func (param externref) (result v128 funcref)))
              (import "env" "memory" (memory 1 2))
              (import "env" "table" (table 1 funcref))
              (import "env" "global" (global i32))
              (start $run))
            """));

        Assert.False(ran);
        Assert.Equal(
            [
                "kv.get: (i32 i32) -> (i32) (the host provides it with type (i32 i64) -> (i32) and () -> ())",
                "kv.put: (f32 f64) -> () (the host of this module does not provide this function)",
                "vk.get: (externref) -> (v128 funcref) (no host provides this module; hosts provide 'kv')",
                "env.memory: a memory of 1 to 2 pages (hosts provide only functions; add a linker that defines it)",
                "env.table: a table (hosts provide only functions; add a linker that defines it)",
                "env.global: a global (hosts provide only functions; add a linker that defines it)",
            ],
            exception.Imports);
        Assert.StartsWith("Module 'guest' has 6 unresolved imports:", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.Imports, import => Assert.Contains(import, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Instantiate_WithoutAnyHost_ThrowsAndSaysThatNoHostWasAdded()
    {
        using Sandbox sandbox = new();

        UnresolvedImportsException exception =
            Assert.Throws<UnresolvedImportsException>(() => sandbox.Instantiate(new HostImports(), Calling("kv", "get")));
        Assert.Equal(["kv.get: () -> (i32) (no host was added)"], exception.Imports);
    }

    [Fact]
    public void Host_AddedUnderTwoModuleNames_IsImportedUnderBoth()
    {
        using Sandbox sandbox = new();
        FakeHost host = Answering("preview1", "id", 1);
        HostImports imports = new HostImports().Add(host).Add(host, "wasix");

        Assert.Equal(1, sandbox.Instantiate(imports, Calling("preview1", "id")).Invoke("run").Int32);
        Assert.Equal(1, sandbox.Instantiate(imports, Calling("wasix", "id")).Invoke("run").Int32);
    }

    [Fact]
    public void Host_AddedLater_ReplacesFunctionsWithTheSameNameAndType()
    {
        using Sandbox sandbox = new();
        FakeHost first = Answering("env", "a", 1).With("b", [], CoreType.I32, false, static (_, _, _) => 1);
        HostImports imports = new HostImports().Add(first).Add(Answering("other", "a", 2), "env");

        Assert.Equal(2, sandbox.Instantiate(imports, Calling("env", "a")).Invoke("run").Int32);
        Assert.Equal(1, sandbox.Instantiate(imports, Calling("env", "b")).Invoke("run").Int32);
    }

    [Fact]
    public void HostFunctions_WithOneNameAndSeveralTypes_AreChosenByTheTypeOfTheImport()
    {
        using Sandbox sandbox = new();
        FakeHost echo = new FakeHost("wasix")
            .With("sock_accept", [CoreType.I32], CoreType.I32, false, static (_, arguments, _) => arguments.Int32(0));
        HostImports imports = new HostImports()
            .Add(Answering("wasix", "sock_accept", 3))
            .Add(echo)
            .Add(new FakeHost("wasix").With("sock_accept", [CoreType.I32], CoreType.I64, false, static (_, _, _) => 5));

        Assert.Equal(3, sandbox.Instantiate(imports, Calling("wasix", "sock_accept")).Invoke("run").Int32);
        Assert.Equal(7, sandbox.Instantiate(
            imports,
            """
            (module
              (import "wasix" "sock_accept" (func $both (param i32) (result i32)))
              (import "wasix" "sock_accept" (func $none (result i32)))
              (func (export "run") (result i32) (i32.add (call $both (i32.const 4)) (call $none))))
            """).Invoke("run").Int32);
    }

    [Fact]
    public void Linker_AddedToImports_ProvidesItemsThatNoHostHas()
    {
        using Sandbox sandbox = new();
        using Linker linker = new(sandbox.Engine);
        linker.DefineFunction("env", "hand", () => 10);
        linker.DefineFunction("env", "host", () => 20);
        linker.Define("env", "global", new Global(sandbox.Store, ValueKind.Int32, 100, Mutability.Immutable));
        linker.Define("env", "table", new Table(sandbox.Store, TableKind.FuncRef, null, 1));
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(linker).Add(Answering("env", "host", 1)),
            """
            (module
              (import "env" "hand" (func $hand (result i32)))
              (import "env" "host" (func $host (result i32)))
              (import "env" "global" (global $global i32))
              (import "env" "table" (table 1 funcref))
              (func (export "run") (result i32) (i32.add (i32.add (call $hand) (call $host)) (global.get $global))))
            """);

        Assert.Equal(111, guest.Invoke("run").Int32);
        Assert.Throws<InvalidOperationException>(() => new HostImports().Add(linker).Add(linker));
    }

    [Fact]
    public void Linker_ItemOfAnotherType_ThrowsWasmtimeException()
    {
        using Sandbox sandbox = new();
        using Linker linker = new(sandbox.Engine);
        linker.DefineFunction("env", "hand", () => 10L);

        Assert.Contains(
            "incompatible import type",
            Assert.Throws<WasmtimeException>(() => sandbox.Instantiate(new HostImports().Add(linker), Calling("env", "hand"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HostFunction_ReexportedByAnInstance_StaysBoundToIt()
    {
        using Sandbox sandbox = new();
        HostImports imports = new HostImports().Add(new FakeHost("env").WithPages());
        using Guest owner = sandbox.Instantiate(
            imports,
            """
            (module
              (import "env" "pages" (func $pages (result i32)))
              (memory (export "memory") 2)
              (export "pages" (func $pages)))
            """);
        using Linker linker = new(sandbox.Engine);
        linker.DefineInstance(sandbox.Store, "owner", owner.Instance);
        using Guest other = sandbox.Instantiate(
            imports.Add(linker),
            """
            (module
              (import "owner" "pages" (func $owners (result i32)))
              (import "env" "pages" (func $pages (result i32)))
              (memory (export "memory") 5)
              (func (export "owners") (result i32) (call $owners))
              (func (export "own") (result i32) (call $pages)))
            """);

        Assert.Equal(2, other.Invoke("owners").Int32);
        Assert.Equal(5, other.Invoke("own").Int32);
    }

    [Fact]
    public void Define_FunctionThatTheLinkerAlreadyDefines_ThrowsWasmtimeException()
    {
        using Sandbox sandbox = new();
        using Linker linker = new(sandbox.Engine);
        linker.DefineFunction("env", "a", () => 10);

        WasmtimeException exception =
            Assert.Throws<WasmtimeException>(() => new HostImports().Add(Answering("env", "a", 1)).Define(linker));
        Assert.Contains("env", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Define_ForAModule_ChoosesTheTypesThatItDeclares()
    {
        using Sandbox sandbox = new();
        using Linker linker = new(sandbox.Engine);
        linker.DefineFunction("env", "hand", () => 10);
        using Module module = Module.FromText(sandbox.Engine, "guest", """
            (module
              (import "wasix" "sock_accept" (func $accept (param i32) (result i32)))
              (import "env" "hand" (func $hand (result i32)))
              (func (export "run") (result i32) (i32.add (call $accept (i32.const 4)) (call $hand))))
            """);
        HostImports imports = new HostImports()
            .Add(Answering("wasix", "sock_accept", 3))
            .Add(new FakeHost("wasix").With(
                "sock_accept", [CoreType.I32], CoreType.I32, false, static (_, arguments, _) => arguments.Int32(0)));

        Assert.Throws<WasmtimeException>(() => imports.Define(new Linker(sandbox.Engine)));
        imports.Define(linker, module);

        Assert.Equal(14, linker.Instantiate(sandbox.Store, module).GetFunction("run")!.WrapFunc<int>()!());
    }

    [Fact]
    public void Instantiate_ModuleOfAnotherEngine_ThrowsWasmtimeException()
    {
        using Sandbox sandbox = new();
        using Engine engine = new();
        using Module module = Module.FromText(engine, "guest", Calling("env", "a"));

        Assert.Throws<WasmtimeException>(() => new HostImports().Add(Answering("env", "a", 1)).Instantiate(sandbox.Store, module));
    }

    [Fact]
    public void Interceptors_SeveralAdded_RunInTheOrderTheyWereAdded()
    {
        using Sandbox sandbox = new();
        List<string> log = [];
        HostInterceptor Named(string name) => (function, next) => (in call) =>
        {
            log.Add(
                $"{name} {function.Module}.{function.Name}{function.Signature} "
                + $"{call.Arguments.Count} {call.Arguments.Int32(0)} {call.OpenMemory().Length}");
            long answer = next(in call);
            log.Add($"{name} {answer}");
            return answer + 1;
        };
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(new FakeHost("env").WithPeek(), "other").Intercept(Named("outer")).Intercept(Named("inner")),
            """
            (module
              (import "other" "peek" (func $peek (param i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 3) "\07")
              (func (export "run") (result i32) (call $peek (i32.const 3))))
            """);

        Assert.Equal(9, guest.Invoke("run").Int32);
        Assert.Equal(
            ["outer other.peek(i32) -> (i32) 1 3 65536", "inner other.peek(i32) -> (i32) 1 3 65536", "inner 7", "outer 8"],
            log);
    }

    [Fact]
    public void Interceptor_ReturnsNextOrAnotherHandler_BindsIt()
    {
        using Sandbox sandbox = new();
        List<string> asked = [];
        HostImports imports = new HostImports().Add(Answering("env", "a", 1)).Add(Answering("env", "b", 2)).Intercept((function, next) =>
        {
            asked.Add(function.Name);
            return function.Name == "a" ? static (in _) => 50 : next;
        });

        Assert.Equal(50, sandbox.Instantiate(imports, Calling("env", "a")).Invoke("run").Int32);
        Assert.Equal(2, sandbox.Instantiate(imports, Calling("env", "b")).Invoke("run").Int32);
        Assert.Equal(["a", "b"], asked);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("prepared")]
    [InlineData("linker")]
    public void Interceptor_StateOfTheImports_IdentifiesTheInstance(string way)
    {
        using Sandbox first = new();
        using Sandbox second = new();
        using Module module = Sandbox.Compile(Calling("env", "a"));
        List<object?> states = [];
        HostImports imports = new HostImports().Add(Answering("env", "a", 1)).Intercept((_, next) => (in call) =>
        {
            states.Add(call.State);
            return next(in call);
        });
        using PreparedModule prepared = imports.Prepare(first.Engine, module);
        Action Create(Sandbox sandbox, string? state)
        {
            imports.State = state;
            using Linker linker = new(sandbox.Engine);
            if (way == "linker")
            {
                imports.Define(linker);
                Function run = linker.Instantiate(sandbox.Store, module).GetFunction("run")!;
                return () => run.Invoke();
            }

            Guest guest = way == "direct" ? imports.Instantiate(sandbox.Store, module) : imports.Instantiate(sandbox.Store, prepared);
            return () => guest.Invoke("run");
        }

        Action[] calls = [Create(first, "first"), Create(second, null)];
        Array.ForEach(calls, static call => call());
        Array.ForEach(calls, static call => call());

        Assert.Equal(["first", null, "first", null], states);
    }
}
