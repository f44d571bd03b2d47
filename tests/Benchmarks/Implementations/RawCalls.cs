using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Witx.Bindings;
using Witx.Bindings.Wasmtime.Native;

namespace Benchmarks.Implementations;

/// <summary>Handwritten callbacks for the calls of <c>calls.wat</c>.</summary>
internal sealed unsafe class RawCalls : RawGuest
{
    private readonly CallHost _host = new();

    protected override delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> Callback(string name) => name switch
    {
        "null" => &Null,
        "scalar" => &Scalar,
        "tell" => &Tell,
        "stat" => &Stat,
        "sum" => &Sum,
        _ => &Text,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Null(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            *(long*)values = (long)Self<RawCalls>(environment)._host.Null();
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Scalar(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            *(ulong*)values = Self<RawCalls>(environment)._host.Scalar(*(ulong*)values);
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Tell(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawCalls self = Self<RawCalls>(environment);
            uint result = *(uint*)(values + SlotSize);
            Check(result, 8, 8, self.Fetch());
            var answer = self._host.Tell(new CallHost.Fd(*(uint*)values));
            if (answer.IsOk)
            {
                *(ulong*)(self.Origin + result) = answer.Value;
            }

            *(long*)values = (long)answer.Error;
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Stat(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawCalls self = Self<RawCalls>(environment);
            uint result = *(uint*)(values + SlotSize);
            Check(result, 64, 8, self.Fetch());
            var answer = self._host.Stat(new CallHost.Fd(*(uint*)values));
            if (answer.IsOk)
            {
                *(CallHost.Filestat*)(self.Origin + result) = answer.Value;
            }

            *(long*)values = (long)answer.Error;
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Sum(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawCalls self = Self<RawCalls>(environment);
            uint list = *(uint*)values;
            uint length = *(uint*)(values + SlotSize);
            uint result = *(uint*)(values + (2 * SlotSize));
            nuint room = self.Fetch();
            GuestMemory memory = new(self.Origin, room);
            Check(result, 4, 4, room);
            var answer = self._host.Sum(memory, CallHost.List(memory, list, length));
            if (answer.IsOk)
            {
                *(uint*)(self.Origin + result) = answer.Value;
            }

            *(long*)values = (long)answer.Error;
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Text(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawCalls self = Self<RawCalls>(environment);
            uint path = *(uint*)values;
            uint length = *(uint*)(values + SlotSize);
            Check(path, length, 1, self.Fetch());
            *(long*)values = (long)self._host.CheckedText(new ReadOnlySpan<byte>(self.Origin + path, (int)length));
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }
}
