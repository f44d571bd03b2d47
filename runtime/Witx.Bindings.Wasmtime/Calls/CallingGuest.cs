using System;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// The calling guest of a host function that calls back into it. Each thread reuses these objects, so that calls allocate none.
/// </summary>
internal sealed unsafe class CallingGuest : ICallingGuest
{
    [ThreadStatic]
    private static CallingGuest? s_current;

    [ThreadStatic]
    private static CallingGuest? s_spare;

    private InstanceBinding? _binding;

    private nint _caller;

    private CallingGuest? _next;

    GuestMemory ICallingGuest.Memory => _binding!.OpenMemory(_caller);

    /// <summary>Calls a host function with the guest of the thread's innermost <see cref="Scope"/>.</summary>
    internal static long Enter(ReentrantEntry entry, object host, HostValues arguments)
    {
        GuestCall call = new(s_current!);
        return entry(host, arguments, ref call);
    }

    GuestValue ICallingGuest.Invoke(string export, ReadOnlySpan<GuestValue> arguments)
    {
        byte[] name = Encoding.UTF8.GetBytes(export);
        Extern item;
        if (!Libwasmtime.wasmtime_caller_export_get(_caller, name, (nuint)name.Length, &item))
        {
            throw NewTrap($"The guest does not export '{export}'.");
        }

        if (item.Kind != ExternKind.Function)
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            throw NewTrap($"The guest's export '{export}' is not a function.");
        }

        return Call(item.Function, export, arguments);
    }

    GuestValue ICallingGuest.InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments)
    {
        byte[] name = Encoding.UTF8.GetBytes(table);
        Extern item;
        if (!Libwasmtime.wasmtime_caller_export_get(_caller, name, (nuint)name.Length, &item))
        {
            throw NewTrap($"The guest does not export '{table}'.");
        }

        if (item.Kind != ExternKind.Table)
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            throw NewTrap($"The guest's export '{table}' is not a table.");
        }

        if (!TableElement.TryGet(Context, item.Table, index, out FunctionHandle function, out bool exists))
        {
            throw NewTrap(
                exists
                    ? $"Element {index} of the guest's table '{table}' is not a function."
                    : $"The guest's table '{table}' does not have an element {index}.");
        }

        return Call(function, $"{table}[{index}]", arguments);
    }

    private nint Context => Libwasmtime.wasmtime_caller_context(_caller);

    private GuestValue Call(FunctionHandle handle, string name, ReadOnlySpan<GuestValue> arguments)
    {
        nint context = Context;
        if (GuestFunction.Create(context, handle, name).Call(context, arguments, out GuestValue result) is not { } failure)
        {
            return result;
        }

        throw (WitxTrapException?)UncaughtGuestException.TryCreate(context, name, failure)
            ?? new WitxTrapException($"The guest's function '{name}' trapped: {failure.Message}", failure) { IsRaisedByGlue = true };
    }

    private static WitxTrapException NewTrap(string message) => new(message) { IsRaisedByGlue = true };

    /// <summary>Makes a guest the calling guest of the thread until it is disposed.</summary>
    internal readonly ref struct Scope : IDisposable
    {
        private readonly CallingGuest _guest;

        internal Scope(InstanceBinding binding, nint caller)
        {
            _guest = s_spare ?? new CallingGuest();
            s_spare = _guest._next;
            (_guest._binding, _guest._caller, _guest._next) = (binding, caller, s_current);
            s_current = _guest;
        }

        public void Dispose()
        {
            s_current = _guest._next;
            (_guest._binding, _guest._caller, _guest._next) = (null, 0, s_spare);
            s_spare = _guest;
        }
    }
}
