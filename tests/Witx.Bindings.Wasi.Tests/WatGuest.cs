using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A guest in WebAssembly's text form, on the engine.</summary>
internal static class WatGuest
{
    private const int Unfinished = -1;

    /// <summary>Runs the body of a <c>_start</c> and asserts that the guest exits with the value of that body, or by a signal (128 and more).</summary>
    internal static int Run(WasiProcess process, string module, string imports, string body)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module compiled = Module.FromText(engine, "guest", Text(module, imports, body));
        using Store store = new(engine);
        using Guest guest = new HostImports().AddWasi(process).Instantiate(store, compiled);
        int exitCode = process.Run(guest);
        int result = (int)guest.Instance.GetGlobal("result")!.GetValue()!;
        Assert.True(exitCode == result || (result == Unfinished && exitCode > 128), $"The guest exited with {exitCode}, the value of its body is {result}.");
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
