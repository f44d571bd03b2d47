using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Benchmarks.Implementations;

/// <summary>
/// A guest whose imports are handwritten native callbacks that do only the necessary work: they find the host by the environment pointer,
/// check addresses against the current memory length, and convert exceptions to traps.
/// </summary>
internal abstract unsafe class RawGuest
{
    /// <summary>Size of an argument slot of the engine in bytes.</summary>
    protected const int SlotSize = 16;

    private nint _context;
    private MemoryHandle _memory;
    private nuint _length;

    /// <summary>Host address of guest address 0, as of the last <see cref="Fetch"/>.</summary>
    protected byte* Origin { get; private set; }

    /// <summary>Gets the callback for an imported function.</summary>
    protected abstract delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> Callback(string name);

    /// <summary>Instantiates a module with the callbacks as imports.</summary>
    internal Instance Instantiate(Store store, Module module)
    {
        using StoreLease lease = new(store);
        using FunctionTypes types = new();
        _context = lease.Context;
        Extern[] imports = new Extern[module.Imports.Count];
        for (int i = 0; i < imports.Length; i++)
        {
            imports[i] = Function(Callback(module.Imports[i].Name), types.GetOrCreate(Signature((FunctionImport)module.Imports[i])));
        }

        InstanceHandle instance;
        nint trap;
        nint native = WasmtimeInternals.Handle(module).DangerousGetHandle();
        fixed (Extern* first = imports)
        {
            HostTrap.ThrowIfAny(Libwasmtime.wasmtime_instance_new(_context, native, first, (nuint)imports.Length, &instance, &trap), trap);
        }

        Extern memory;
        Libwasmtime.wasmtime_instance_export_get(_context, &instance, "memory"u8, 6, &memory);
        _memory = memory.Memory;
        return WasmtimeInternals.NewInstance(store, instance);
    }

    /// <summary>Gets the guest that a callback belongs to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T Self<T>(nint environment)
        where T : RawGuest =>
        Unsafe.As<T>(GCHandle<RawGuest>.FromIntPtr(environment).Target);

    /// <summary>Gets the current length of the memory and refreshes <see cref="Origin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected nuint Fetch()
    {
        fixed (MemoryHandle* memory = &_memory)
        {
            nuint length = Libwasmtime.wasmtime_memory_data_size(_context, memory);
            if (length != _length)
            {
                _length = length;
                Origin = Libwasmtime.wasmtime_memory_data(_context, memory);
            }

            return length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Check(ulong address, ulong size, uint alignment, nuint length)
    {
        if (address + size > length || (address & (alignment - 1)) != 0)
        {
            throw new InvalidOperationException("The guest pointer is outside the memory or misaligned.");
        }
    }

    private static CoreSignature Signature(FunctionImport import)
    {
        CoreType[] parameters = [.. import.Parameters.Select(Type)];
        return new CoreSignature(parameters, import.Results.Count == 0 ? null : Type(import.Results[0]));
    }

    private static CoreType Type(ValueKind kind) => kind == ValueKind.Int64 ? CoreType.I64 : CoreType.I32;

    private Extern Function(delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback, nint type)
    {
        Extern item = new() { Kind = ExternKind.Function };
        nint environment = GCHandle<RawGuest>.ToIntPtr(new GCHandle<RawGuest>(this));
        Libwasmtime.wasmtime_func_new_unchecked(_context, type, callback, environment, &Release, &item.Function);
        return item;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint environment) => GCHandle<RawGuest>.FromIntPtr(environment).Dispose();
}
