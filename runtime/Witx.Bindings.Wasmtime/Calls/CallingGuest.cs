using System;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>The guest during one call of a host function that calls back into it. A thread keeps as many as its calls are deep, so that calls allocate none.</summary>
internal sealed unsafe class CallingGuest : ICallingGuest
{
    [ThreadStatic]
    private static CallingGuest? _current;

    [ThreadStatic]
    private static CallingGuest? _spare;

    private InstanceBinding? _binding;

    private nint _caller;

    private CallingGuest? _next;

    GuestMemory ICallingGuest.Memory => _binding!.Open(_caller);

    /// <summary>Calls a host function with the guest of the innermost <see cref="Scope"/>.</summary>
    internal static long Enter(ReentrantEntry entry, object host, HostValues arguments)
    {
        GuestCall call = new(_current!);
        return entry(host, arguments, ref call);
    }

    GuestValue ICallingGuest.Invoke(string export, ReadOnlySpan<GuestValue> arguments)
    {
        byte[] name = Encoding.UTF8.GetBytes(export);
        Extern item;
        if (!Libwasmtime.wasmtime_caller_export_get(_caller, name, (nuint)name.Length, &item))
        {
            throw new WitxTrapException($"the guest exports no '{export}'");
        }

        if (item.Kind != ExternKind.Function)
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            throw new WitxTrapException($"the guest's export '{export}' is no function");
        }

        return Call(item.Function, export, arguments);
    }

    GuestValue ICallingGuest.InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments)
    {
        byte[] name = Encoding.UTF8.GetBytes(table);
        Extern item;
        if (!Libwasmtime.wasmtime_caller_export_get(_caller, name, (nuint)name.Length, &item))
        {
            throw new WitxTrapException($"the guest exports no '{table}'");
        }

        if (item.Kind != ExternKind.Table)
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            throw new WitxTrapException($"the guest's export '{table}' is no table");
        }

        if (!TableElement.TryGet(Context, item.Table, index, out FunctionHandle function, out bool exists))
        {
            throw new WitxTrapException(
                exists
                    ? $"element {index} of the guest's table '{table}' is no function"
                    : $"the guest's table '{table}' has no element {index}");
        }

        return Call(function, $"{table}[{index}]", arguments);
    }

    private nint Context => Libwasmtime.wasmtime_caller_context(_caller);

    private GuestValue Call(FunctionHandle handle, string name, ReadOnlySpan<GuestValue> arguments) =>
        GuestFunction.Create(Context, handle, name).Call(Context, arguments, out GuestValue result) is { } failure
            ? throw new WitxTrapException($"the guest's function '{name}' trapped: {failure.Message}", failure)
            : result;

    /// <summary>Makes a guest the calling one of the thread.</summary>
    internal readonly ref struct Scope : IDisposable
    {
        private readonly CallingGuest _guest;

        internal Scope(InstanceBinding binding, nint caller)
        {
            _guest = _spare ?? new CallingGuest();
            _spare = _guest._next;
            (_guest._binding, _guest._caller, _guest._next) = (binding, caller, _current);
            _current = _guest;
        }

        public void Dispose()
        {
            _current = _guest._next;
            (_guest._binding, _guest._caller, _guest._next) = (null, 0, _spare);
            _spare = _guest;
        }
    }
}
