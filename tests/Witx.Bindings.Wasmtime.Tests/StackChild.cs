using System;
using System.Threading;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Code of <see cref="StackTests"/> that runs in child processes.</summary>
internal static class StackChild
{
    /// <summary>Runs a guest with endless recursion on a thread with a given stack size, and prints the type of the exception.</summary>
    internal static void Recurse(string[] arguments)
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "recursion", """
            (module
              (import "env" "call" (func $call))
              (func $recurse (export "recurse") (call $call) (call $recurse))
              (func (export "return") (result i32) (i32.const 42))
              (func $start (if (i32.eqz (i32.const START)) (then (call $recurse))))
              (start $start))
            """.Replace("START", arguments[1] == "start" ? "0" : "1", StringComparison.Ordinal));
        HostImports imports = new HostImports().Add(new FakeHost("env").With("call", static () => { }));
        using PreparedModule prepared = imports.Prepare(engine, module);
        Thread thread = new(
            () => Console.WriteLine(Outcome(engine, module, imports, prepared, arguments[1])),
            int.Parse(arguments[0], null) << 10);
        thread.Start();
        thread.Join();
    }

    private static string Outcome(Engine engine, Module module, HostImports imports, PreparedModule prepared, string way)
    {
        try
        {
            using Store store = new(engine);
            using Guest guest = way == "prepared" ? imports.Instantiate(store, prepared) : imports.Instantiate(store, module);
            if (guest.Invoke("return").Int32 == 42)
            {
                guest.Invoke("recurse");
            }

            return "returned";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }
}
