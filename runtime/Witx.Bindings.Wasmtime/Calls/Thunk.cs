using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>The native callbacks of host functions. They catch all exceptions and return them to the engine as traps.</summary>
internal static unsafe class Thunk
{
    /// <summary>Returns the native callback for a host function.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> Get(HostFunctionBinding function) =>
        function.Handler is not null ? &CallIntercepted
        : function.Function.Reentry is not null ? &CallReentrant
        : function.Function.UsesMemory ? &CallWithMemory
        : &Call;

    /// <summary>Frees the handle of a function binding. The engine calls it after it deletes the function.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Release(nint environment) => GCHandle<HostFunctionBinding>.FromIntPtr(environment).Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Call(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            HostFunctionBinding function = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            object host = function.Host ?? function.GetHost(function.FindBinding(caller));
            Return(values, count, function.Entry(host, new HostValues(new ReadOnlySpan<byte>(values, function.Arguments)), default));
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
        bool hadViews = false;
        try
        {
            HostFunctionBinding function = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = function.Binding ?? function.FindBinding(caller);
            object host = function.Host ?? function.GetHost(binding);
            HostValues arguments = new(new ReadOnlySpan<byte>(values, function.Arguments));
            views = binding.GetViews(caller);
            hadViews = views.HasViews;
            views.HasViews = true;
            Return(values, count, function.Entry(host, arguments, binding.OpenMemory(caller)));
            views.HasViews = hadViews;
            return 0;
        }
        catch (Exception exception)
        {
            views?.HasViews = hadViews;
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallReentrant(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            HostFunctionBinding function = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = function.Binding ?? function.FindBinding(caller);
            object host = function.Host ?? function.GetHost(binding);
            HostValues arguments = new(new ReadOnlySpan<byte>(values, function.Arguments));
            using CallingGuest.Scope scope = new(binding, caller);
            Return(values, count, CallingGuest.Enter(function.Reentry!, host, arguments));
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(exception, caller);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CallIntercepted(nint environment, nint caller, byte* values, nuint count)
    {
        ViewGuard? views = null;
        bool hadViews = false;
        try
        {
            HostFunctionBinding function = GCHandle<HostFunctionBinding>.FromIntPtr(environment).Target;
            InstanceBinding binding = function.Binding ?? function.FindBinding(caller);
            object host = function.Host ?? function.GetHost(binding);
            views = binding.GetViews(caller);
            hadViews = views.HasViews;
            HostValues arguments = new(new ReadOnlySpan<byte>(values, function.Arguments));
            HostCallContext call = new(function.Function, host, arguments, binding, caller, views);
            Return(values, count, function.Handler!(in call));
            views.HasViews = hadViews;
            return 0;
        }
        catch (Exception exception)
        {
            views?.HasViews = hadViews;
            return Fail(exception, caller);
        }
    }

    /// <summary>Ends a host function that may have called the guest.</summary>
    private static nint Fail(Exception exception, nint caller)
    {
        nint trap = exception is UncaughtGuestException
            ? UncaughtGuestException.Rethrow(Libwasmtime.wasmtime_caller_context(caller))
            : 0;
        return trap != 0 ? trap : HostTrap.From(exception);
    }

    /// <summary>Writes the result to the slot of the first argument. A function without arguments and result has no slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Return(byte* values, nuint count, long result)
    {
        if (count != 0)
        {
            *(long*)values = result;
        }
    }
}
