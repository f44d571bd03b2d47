using System;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>A store for guests in the WebAssembly text format. All sandboxes share one engine.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly Engine s_engine = new();

    internal Engine Engine => s_engine;

    internal Store Store { get; } = new(s_engine);

    internal static Module Compile(string text) => Module.FromText(s_engine, "guest", text);

    internal Guest Instantiate(HostImports imports, string text)
    {
        using Module module = Compile(text);
        return imports.Instantiate(Store, module);
    }

    public void Dispose() => Store.Dispose();
}
