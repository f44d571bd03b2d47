using System;
using System.Runtime.InteropServices;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Keeps a native store alive during a call. If the store is disposed during the call, it is freed after the call.</summary>
internal readonly ref struct StoreLease : IDisposable
{
    private readonly SafeHandle _handle;

    internal StoreLease(Store store)
    {
        _handle = WasmtimeInternals.Handle(store);
        bool leased = false;
        _handle.DangerousAddRef(ref leased);
        Context = WasmtimeInternals.Context(store);
    }

    internal nint Context { get; }

    public void Dispose() => _handle.DangerousRelease();
}
