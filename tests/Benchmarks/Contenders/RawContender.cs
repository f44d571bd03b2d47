using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Benchmarks.Rows;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Benchmarks.Contenders;

/// <summary>
/// The floor: a native callback written by hand for each function, that does the work which must be done. It finds its host by the
/// environment pointer, checks addresses against the memory as it is now, and lets no exception out.
/// </summary>
internal sealed unsafe class RawContender() : GuestContender("raw callbacks by hand")
{
    private const int SlotSize = 16;

    private readonly CallHost _host = new();
    private nint _context;
    private MemoryHandle _memory;
    private nuint _length;
    private byte* _origin;

    protected override Instance? Open(Scene scene) => scene == Scene.Calls ? Instantiate(Own(new Store(Engine))) : null;

    private Instance Instantiate(Store store)
    {
        using Module module = LoadText(Guests.Calls);
        using StoreLease lease = new(store);
        using FunctionTypes types = new();
        _context = lease.Context;
        Extern* imports = stackalloc Extern[6];
        imports[0] = Function(&Null, types.Of(new CoreSignature([], CoreType.I32)));
        imports[1] = Function(&Scalar, types.Of(new CoreSignature([CoreType.I64], CoreType.I64)));
        imports[2] = Function(&Tell, types.Of(new CoreSignature([CoreType.I32, CoreType.I32], CoreType.I32)));
        imports[3] = Function(&Stat, types.Of(new CoreSignature([CoreType.I32, CoreType.I32], CoreType.I32)));
        imports[4] = Function(&Sum, types.Of(new CoreSignature([CoreType.I32, CoreType.I32, CoreType.I32], CoreType.I32)));
        imports[5] = Function(&Text, types.Of(new CoreSignature([CoreType.I32, CoreType.I32], CoreType.I32)));
        InstanceHandle instance;
        nint trap;
        nint native = WasmtimeInternals.Handle(module).DangerousGetHandle();
        Trap.ThrowIfAny(Libwasmtime.wasmtime_instance_new(_context, native, imports, 6, &instance, &trap), trap);
        Extern memory;
        Libwasmtime.wasmtime_instance_export_get(_context, &instance, "memory"u8, 6, &memory);
        _memory = memory.Memory;
        return WasmtimeInternals.NewInstance(store, instance);
    }

    private Extern Function(delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback, nint type)
    {
        Extern item = new() { Kind = ExternKind.Function };
        nint environment = GCHandle<RawContender>.ToIntPtr(new GCHandle<RawContender>(this));
        Libwasmtime.wasmtime_func_new_unchecked(_context, type, callback, environment, &Release, &item.Function);
        return item;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint environment) => GCHandle<RawContender>.FromIntPtr(environment).Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RawContender Self(nint environment) => GCHandle<RawContender>.FromIntPtr(environment).Target;

    /// <summary>The memory as it is now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint Fetch()
    {
        fixed (MemoryHandle* memory = &_memory)
        {
            nuint length = Libwasmtime.wasmtime_memory_data_size(_context, memory);
            if (length != _length)
            {
                _length = length;
                _origin = Libwasmtime.wasmtime_memory_data(_context, memory);
            }

            return length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(ulong address, ulong size, uint alignment, nuint length)
    {
        if (address + size > length || (address & (alignment - 1)) != 0)
        {
            throw new InvalidOperationException("The guest's pointer is bad.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Null(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            *(long*)values = (long)Self(environment)._host.Null();
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Scalar(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            *(ulong*)values = Self(environment)._host.Scalar(*(ulong*)values);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Tell(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = Self(environment);
            uint result = *(uint*)(values + SlotSize);
            Check(result, 8, 8, self.Fetch());
            var answer = self._host.Tell(new CallHost.Fd(*(uint*)values));
            if (answer.IsOk)
            {
                *(ulong*)(self._origin + result) = answer.Value;
            }

            *(long*)values = (long)answer.Error;
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Stat(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = Self(environment);
            uint result = *(uint*)(values + SlotSize);
            Check(result, 64, 8, self.Fetch());
            var answer = self._host.Stat(new CallHost.Fd(*(uint*)values));
            if (answer.IsOk)
            {
                *(CallHost.Filestat*)(self._origin + result) = answer.Value;
            }

            *(long*)values = (long)answer.Error;
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Sum(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = Self(environment);
            uint list = *(uint*)values;
            uint length = *(uint*)(values + SlotSize);
            uint result = *(uint*)(values + (2 * SlotSize));
            nuint room = self.Fetch();
            Check(list, length * 8UL, 4, room);
            Check(result, 4, 4, room);
            *(uint*)(self._origin + result) = self.Sum((uint*)(self._origin + list), length);
            *(long*)values = 0;
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Text(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawContender self = Self(environment);
            uint path = *(uint*)values;
            uint length = *(uint*)(values + SlotSize);
            Check(path, length, 1, self.Fetch());
            *(long*)values = (long)self._host.CheckedText(new ReadOnlySpan<byte>(self._origin + path, (int)length));
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Sum(uint* vectors, uint count)
    {
        uint sum = 0;
        for (uint i = 0; i < count; i++)
        {
            uint address = vectors[2 * i];
            uint length = vectors[(2 * i) + 1];
            Check(address, length, 1, _length);
            sum += CallHost.Sum(new ReadOnlySpan<byte>(_origin + address, (int)length));
        }

        return sum;
    }
}
