using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Runs guests in the WebAssembly text format on the engine.</summary>
internal static class WatGuest
{
    private const int Unfinished = -1;

    /// <summary>Runs a guest and asserts that it exits with the value of its body, or because of a signal (above 128).</summary>
    /// <param name="process">The process of the guest.</param>
    /// <param name="module">The import namespace, which replaces <c>$module</c> in <paramref name="imports"/>.</param>
    /// <param name="imports">The imports of the guest.</param>
    /// <param name="body">The body of <c>_start</c>: an expression of type <c>i32</c>.</param>
    internal static int Run(WasiProcess process, string module, string imports, string body)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module compiled = Module.FromText(engine, "guest", Text(module, imports, body));
        using Store store = new(engine);
        process.ConfigureStore(engine, store);
        using Guest guest = new HostImports().AddWasi(process).Instantiate(store, compiled);
        int exitCode = process.Run(guest);
        int result = (int)guest.Instance.GetGlobal("result")!.GetValue()!;
        Assert.True(
            exitCode == result || (result == Unfinished && exitCode > 128),
            $"The guest exited with {exitCode}, but the value of its body is {result}.");
        return exitCode;
    }

    private static string Text(string module, string imports, string body) => new StringBuilder("(module\n")
        .Append(imports.Replace("$module", $"\"{module}\"", System.StringComparison.Ordinal))
        .Append($"(import \"{module}\" \"proc_exit\" (func $exit (param i32)))\n")
        .Append("(memory (export \"memory\") 1)\n")
        .Append("(data (i32.const 16) \"file\")\n")
        .Append($"(global $result (export \"result\") (mut i32) (i32.const {Unfinished}))\n")
        .Append($"(func (export \"_start\") (global.set $result {body}) (call $exit (global.get $result))))")
        .ToString();
}
