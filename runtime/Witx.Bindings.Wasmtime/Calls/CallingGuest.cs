using System;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>The guest during one call of a host function that calls back into it.</summary>
internal sealed unsafe class CallingGuest(Binding binding, nint caller) : ICallingGuest
{
    [ThreadStatic]
    private static CallingGuest? _current;

    GuestMemory ICallingGuest.Memory => binding.Open(caller);

    /// <summary>A reentrant entry in the shape of the others, so that interceptors wrap all alike.</summary>
    internal static HostEntry Entry(ReentrantEntry entry) => (host, arguments, _) =>
    {
        GuestCall call = new(_current!);
        return entry(host, arguments, ref call);
    };

    GuestValue ICallingGuest.Invoke(string export, ReadOnlySpan<GuestValue> arguments)
    {
        byte[] name = Encoding.UTF8.GetBytes(export);
        Extern item;
        if (!Libwasmtime.wasmtime_caller_export_get(caller, name, (nuint)name.Length, &item))
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
        if (!Libwasmtime.wasmtime_caller_export_get(caller, name, (nuint)name.Length, &item))
        {
            throw new WitxTrapException($"the guest exports no '{table}'");
        }

        if (item.Kind != ExternKind.Table)
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            throw new WitxTrapException($"the guest's export '{table}' is no table");
        }

        Value value;
        if (!Libwasmtime.wasmtime_table_get(Context, &item.Table, index, &value))
        {
            throw new WitxTrapException($"the guest's table '{table}' has no element {index}");
        }

        if (value.Kind != Value.FunctionReference || value.Function.Store == 0)
        {
            Libwasmtime.wasmtime_val_unroot(&value);
            throw new WitxTrapException($"element {index} of the guest's table '{table}' is no function");
        }

        return Call(value.Function, $"{table}[{index}]", arguments);
    }

    private nint Context => Libwasmtime.wasmtime_caller_context(caller);

    private GuestValue Call(FunctionHandle handle, string name, ReadOnlySpan<GuestValue> arguments) =>
        GuestFunction.Of(Context, handle, name).Call(Context, arguments, out GuestValue result) is { } failure
            ? throw new WitxTrapException($"the guest's function '{name}' trapped: {failure.Message}", failure)
            : result;

    /// <summary>Makes a guest the calling one of the thread.</summary>
    internal readonly ref struct Scope : IDisposable
    {
        private readonly CallingGuest? _outer;

        internal Scope(CallingGuest guest)
        {
            _outer = _current;
            _current = guest;
        }

        public void Dispose() => _current = _outer;
    }
}
