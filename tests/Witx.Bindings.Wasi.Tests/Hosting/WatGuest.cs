using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A guest in WebAssembly's text form, on the engine.</summary>
internal static class WatGuest
{
    /// <summary>Runs the body of a <c>_start</c> that may call what it imports, and exits with the code that the body leaves.</summary>
    internal static int Run(WasiProcess process, string module, string imports, string body)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module compiled = Module.FromText(engine, "guest", Text(module, imports, body));
        using Store store = new(engine);
        using Guest guest = new HostImports().Add(process).Instantiate(store, compiled);
        return process.Run(guest);
    }

    private static string Text(string module, string imports, string body) => new StringBuilder("(module\n")
        .Append(imports.Replace("$module", $"\"{module}\"", System.StringComparison.Ordinal))
        .Append($"(import \"{module}\" \"proc_exit\" (func $exit (param i32)))\n")
        .Append("(memory (export \"memory\") 1)\n")
        .Append("(data (i32.const 16) \"file\")\n")
        .Append($"(func (export \"_start\") (call $exit {body})))")
        .ToString();
}
