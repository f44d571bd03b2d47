using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>What the engine calls: for every host function one of these methods. Nothing but a trap leaves them.</summary>
internal static unsafe class Thunk
{
    /// <summary>The method to call for a slot.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> Get(HostFunctionBinding slot) =>
        slot.Handler is not null ? &CallIntercepted
        : slot.Function.Reentry is not null ? &CallReentrant
        : slot.Function.UsesMemory ? &CallWithMemory
        : &Call;

    /// <summary>Called by the engine when nothing that could call a slot is left.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Release(nint environment) => GCHandle<HostFunctionBinding>.FromIntPtr(environment).Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Call(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            HostFunctionBinding slot = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            object host = slot.Host ?? slot.HostOf(slot.FindBinding(caller));
            Return(values, count, slot.Entry(host, new HostValues(new ReadOnlySpan<byte>(values, slot.Arguments)), default));
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallWithMemory(nint environment, nint caller, byte* values, nuint count)
    {
        ViewGuard? views = null;
        bool existed = false;
        try
        {
            HostFunctionBinding slot = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = slot.Binding ?? slot.FindBinding(caller);
            object host = slot.Host ?? slot.HostOf(binding);
            HostValues arguments = new(new ReadOnlySpan<byte>(values, slot.Arguments));
            views = binding.ViewsOf(caller);
            existed = views.Exist;
            views.Exist = true;
            Return(values, count, slot.Entry(host, arguments, binding.Open(caller)));
            views.Exist = existed;
            return 0;
        }
        catch (Exception exception)
        {
            views?.Exist = existed;
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallReentrant(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            HostFunctionBinding slot = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = slot.Binding ?? slot.FindBinding(caller);
            object host = slot.Host ?? slot.HostOf(binding);
            HostValues arguments = new(new ReadOnlySpan<byte>(values, slot.Arguments));
            using CallingGuest.Scope scope = new(binding, caller);
            Return(values, count, CallingGuest.Enter(slot.Reentry!, host, arguments));
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallIntercepted(nint environment, nint caller, byte* values, nuint count)
    {
        ViewGuard? views = null;
        bool existed = false;
        try
        {
            HostFunctionBinding slot = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = slot.Binding ?? slot.FindBinding(caller);
            object host = slot.Host ?? slot.HostOf(binding);
            views = binding.ViewsOf(caller);
            existed = views.Exist;
            HostCallContext call = new(host, new HostValues(new ReadOnlySpan<byte>(values, slot.Arguments)), binding, caller, views);
            Return(values, count, slot.Handler!(in call));
            views.Exist = existed;
            return 0;
        }
        catch (Exception exception)
        {
            views?.Exist = existed;
            return HostTrap.From(exception);
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
