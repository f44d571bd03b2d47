using System;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>A store to run guests in that are written as text.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly Engine SharedEngine = new();

    internal Engine Engine => SharedEngine;

    internal Store Store { get; } = new(SharedEngine);

    internal static Module Compile(string text) => Module.FromText(SharedEngine, "guest", text);

    internal Guest Instantiate(HostImports imports, string text)
    {
        using Module module = Compile(text);
        return imports.Instantiate(Store, module);
    }

    public void Dispose() => Store.Dispose();
}
