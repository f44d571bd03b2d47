using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Benchmarks.Calls;

/// <summary>
/// The floor: a native callback written by hand for each function, that does the work which must be done. It finds its host by the
/// environment pointer, checks the address against the memory as it is now, and lets no exception out.
/// </summary>
internal sealed unsafe class RawContender : Contender
{
    private readonly CallHost _host = new();

    private readonly nint _context;

    private MemoryHandle _memory;

    private nuint _length;

    private byte* _origin;

    internal RawContender()
        : base("raw callbacks by hand: the floor")
    {
        using Module module = Module.FromText(Engine, "calls", CallGuest.Text);
        using StoreLease lease = new(Store);
        using FunctionTypes types = new();
        _context = lease.Context;
        Extern* imports = stackalloc Extern[2];
        imports[0] = Function(&Null, types.Of(new CoreSignature([], CoreType.I32)));
        imports[1] = Function(&FdTell, types.Of(new CoreSignature([CoreType.I32, CoreType.I32], CoreType.I32)));
        InstanceHandle instance;
        nint trap;
        nint native = WasmtimeInternals.Handle(module).DangerousGetHandle();
        Trap.ThrowIfAny(Libwasmtime.wasmtime_instance_new(_context, native, imports, 2, &instance, &trap), trap);
        Extern memory;
        Libwasmtime.wasmtime_instance_export_get(_context, &instance, "memory"u8, 6, &memory);
        _memory = memory.Memory;
        Instance = WasmtimeInternals.NewInstance(Store, instance);
    }

    protected override Instance Instance { get; }

    private Extern Function(delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback, nint type)
    {
        Extern item = new() { Kind = ExternKind.Function };
        nint environment = GCHandle<RawContender>.ToIntPtr(new GCHandle<RawContender>(this));
        Libwasmtime.wasmtime_func_new_unchecked(_context, type, callback, environment, &Release, &item.Function);
        return item;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint environment) => GCHandle<RawContender>.FromIntPtr(environment).Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Null(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = GCHandle<RawContender>.FromIntPtr(environment).Target;
            *(int*)values = (int)self._host.Null();
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdTell(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = GCHandle<RawContender>.FromIntPtr(environment).Target;
            uint fd = *(uint*)values;
            ulong result = *(uint*)(values + 16);
            nuint length;
            fixed (MemoryHandle* memory = &self._memory)
            {
                length = Libwasmtime.wasmtime_memory_data_size(self._context, memory);
                if (length != self._length)
                {
                    self._length = length;
                    self._origin = Libwasmtime.wasmtime_memory_data(self._context, memory);
                }
            }

            if (result + 8 > length || result % 8 != 0)
            {
                throw new InvalidOperationException("The guest's pointer is bad.");
            }

            var answer = self._host.FdTell(new CallHost.Fd(fd));
            if (answer.IsOk)
            {
                *(ulong*)(self._origin + result) = answer.Value;
                *(int*)values = 0;
            }
            else
            {
                *(int*)values = (int)answer.Error;
            }

            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }
}
