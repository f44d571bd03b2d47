using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.SystemCalls;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>A guest that exports every preview1 function that it imports, so that a test can make its calls.</summary>
internal static class ProbeModule
{
    internal static string Text { get; } = Create();

    private static string Create()
    {
        using WasiProcess process = new(new WasiOptions());
        using WasiThread thread = new(process);
        IHostModule host = new Preview1(thread, Personality.Preview);
        StringBuilder imports = new();
        StringBuilder exports = new();
        foreach (HostFunction function in host.Functions)
        {
            string parameters = string.Join(' ', function.Signature.Parameters.Select(static type => type == CoreType.I64 ? "i64" : "i32"));
            string result = function.Signature.Result is null ? "" : "(result i32)";
            string arguments = string.Concat(function.Signature.Parameters.Select(static (_, i) => $" (local.get {i})"));
            imports.Append($"(import \"{function.Module}\" \"{function.Name}\" (func ${function.Name} (param {parameters}) {result}))\n");
            exports.Append($"(func (export \"{function.Name}\") (param {parameters}) {result} (call ${function.Name}{arguments}))\n");
        }

        return $"(module\n{imports}(memory (export \"memory\") 2)\n{exports})";
    }
}
