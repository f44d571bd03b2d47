using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>What the engine calls: for every host function one of these two methods. Nothing but a trap leaves them.</summary>
internal static unsafe class Thunk
{
    /// <summary>The method to call for a function.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> For(HostFunction function) =>
        function.UsesMemory ? &CallWithMemory : &Call;

    /// <summary>Called by the engine when the store that a slot belongs to is gone.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Release(nint environment) => GCHandle<Slot>.FromIntPtr(environment).Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Call(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            Slot slot = GCHandle<Slot>.FromIntPtr(environment).Target;
            Return(values, count, slot.Entry(slot.Host, new HostValues(new ReadOnlySpan<byte>(values, slot.Arguments)), default));
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallWithMemory(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            Slot slot = GCHandle<Slot>.FromIntPtr(environment).Target;
            Return(values, count, slot.Entry(slot.Host, new HostValues(new ReadOnlySpan<byte>(values, slot.Arguments)), slot.Binding.Open(caller)));
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    /// <summary>The result takes the first argument's place. A function with neither has no place at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Return(byte* values, nuint count, long result)
    {
        if (count != 0)
        {
            *(long*)values = result;
        }
    }
}
