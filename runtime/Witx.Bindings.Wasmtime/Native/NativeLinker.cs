using System;
using System.Text;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A <c>wasmtime_linker_t</c>: of a <see cref="Linker"/>, or a temporary one from <see cref="New"/>.</summary>
internal readonly unsafe struct NativeLinker(nint handle)
{
    /// <summary>Creates a linker for the caller to delete: empty, or a copy of another. Later definitions replace earlier ones.</summary>
    internal static NativeLinker New(Engine engine, Linker? basis)
    {
        nint handle = basis is null
            ? Libwasmtime.wasmtime_linker_new(WasmtimeInternals.Handle(engine).DangerousGetHandle())
            : Libwasmtime.wasmtime_linker_clone(WasmtimeInternals.Handle(basis).DangerousGetHandle());
        GC.KeepAlive(engine);
        GC.KeepAlive(basis);
        Libwasmtime.wasmtime_linker_allow_shadowing(handle, true);
        return new NativeLinker(handle);
    }

    /// <summary>Copies a linker, for the caller to delete.</summary>
    internal static NativeLinker Copy(LinkerHandle basis)
    {
        bool leased = false;
        try
        {
            basis.DangerousAddRef(ref leased);
            return new NativeLinker(Libwasmtime.wasmtime_linker_clone(basis.DangerousGetHandle()));
        }
        finally
        {
            if (leased)
            {
                basis.DangerousRelease();
            }
        }
    }

    /// <summary>Returns a handle that owns the linker from now on.</summary>
    internal LinkerHandle ToHandle() => new(handle);

    internal void Delete() => Libwasmtime.wasmtime_linker_delete(handle);

    internal bool TryGet(nint context, string module, string name, out Extern item)
    {
        byte[] moduleText = Encoding.UTF8.GetBytes(module);
        byte[] nameText = Encoding.UTF8.GetBytes(name);
        fixed (Extern* found = &item)
        {
            return Libwasmtime.wasmtime_linker_get(
                handle, context, moduleText, (nuint)moduleText.Length, nameText, (nuint)nameText.Length, found);
        }
    }

    internal void Define(nint context, string module, string name, Extern item)
    {
        byte[] moduleText = Encoding.UTF8.GetBytes(module);
        byte[] nameText = Encoding.UTF8.GetBytes(name);
        nint error = Libwasmtime.wasmtime_linker_define(
            handle, context, moduleText, (nuint)moduleText.Length, nameText, (nuint)nameText.Length, &item);
        HostTrap.ThrowIfAny(error, 0);
    }

    /// <summary>Defines a function that calls back into .NET.</summary>
    /// <param name="module">Module name of the import.</param>
    /// <param name="name">Name of the import within its module.</param>
    /// <param name="type">A <c>wasm_functype_t</c>, which the engine copies.</param>
    /// <param name="callback">Method that the engine calls.</param>
    /// <param name="environment">First argument of the callback. The engine owns it from now on.</param>
    /// <param name="release">Method that the engine calls with the environment when nothing can call the function any more.</param>
    internal void Define(
        string module,
        string name,
        nint type,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback,
        nint environment,
        delegate* unmanaged[Cdecl]<nint, void> release)
    {
        byte[] moduleText = Encoding.UTF8.GetBytes(module);
        byte[] nameText = Encoding.UTF8.GetBytes(name);
        nint error = Libwasmtime.wasmtime_linker_define_func_unchecked(
            handle, moduleText, (nuint)moduleText.Length, nameText, (nuint)nameText.Length, type, callback, environment, release);
        HostTrap.ThrowIfAny(error, 0);
    }

    internal PreparedHandle Prepare(Module module)
    {
        nint prepared;
        nint error = Libwasmtime.wasmtime_linker_instantiate_pre(handle, WasmtimeInternals.Handle(module).DangerousGetHandle(), &prepared);
        GC.KeepAlive(module);
        HostTrap.ThrowIfAny(error, 0);
        return new PreparedHandle(prepared);
    }
}
