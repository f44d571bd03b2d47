using System;
using System.Runtime.InteropServices;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Keeps a native store alive while its guest runs: one that is disposed meanwhile goes when the guest has returned.</summary>
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
