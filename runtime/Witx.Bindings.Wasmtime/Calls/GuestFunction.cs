using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>A function that a guest exports, called over raw values: nothing is boxed, and one exception is thrown where one is due.</summary>
internal sealed unsafe class GuestFunction
{
    private readonly FunctionExport _type;

    private readonly FunctionHandle _handle;

    private readonly int _slots;

    private GuestFunction(FunctionExport type, FunctionHandle handle)
    {
        _type = type;
        _handle = handle;
        _slots = Math.Max(type.Parameters.Count, type.Results.Count);
    }

    /// <exception cref="ArgumentException">The instance exports no function of that name.</exception>
    internal static GuestFunction Find(Store store, Module module, InstanceHandle instance, string name)
    {
        if (module.Exports.OfType<FunctionExport>().FirstOrDefault(candidate => candidate.Name == name) is not { } type)
        {
            throw new ArgumentException($"The module '{module.Name}' exports no function '{name}'.", nameof(name));
        }

        using StoreLease lease = new(store);
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        Extern item;
        fixed (byte* text = utf8)
        {
            Libwasmtime.wasmtime_instance_export_get(lease.Context, &instance, text, (nuint)utf8.Length, &item);
        }

        return new GuestFunction(type, item.Function);
    }

    /// <summary>Calls the function. The first result, or zero bits.</summary>
    /// <exception cref="ArgumentException">The arguments do not fit the parameters.</exception>
    internal GuestValue Call(Store store, ReadOnlySpan<GuestValue> arguments)
    {
        byte* values = stackalloc byte[_slots * HostValues.SlotSize];
        Write(arguments, values);
        using StoreLease lease = new(store);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(lease.Context, &handle, values, (nuint)_slots, &trap);
        Trap.ThrowIfAny(error, trap);
        return _type.Results.Count == 0 ? default : Read(values);
    }

    private void Write(ReadOnlySpan<GuestValue> arguments, byte* values)
    {
        IReadOnlyList<ValueKind> parameters = _type.Parameters;
        if (arguments.Length != parameters.Count)
        {
            throw new ArgumentException($"'{_type.Name}' takes {parameters.Count} arguments, not {arguments.Length}.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (Offer.Kind(arguments[i].Type) != parameters[i])
            {
                throw new ArgumentException(
                    $"'{_type.Name}' takes {ImportText.Of(parameters[i])} as its argument {i}, not {arguments[i]}.", nameof(arguments));
            }

            *(long*)(values + (i * HostValues.SlotSize)) = arguments[i].Bits;
        }
    }

    private GuestValue Read(byte* values) => _type.Results[0] switch
    {
        ValueKind.Int32 => new GuestValue(CoreType.I32, *(uint*)values),
        ValueKind.Int64 => new GuestValue(CoreType.I64, *(long*)values),
        ValueKind.Float32 => new GuestValue(CoreType.F32, *(uint*)values),
        ValueKind.Float64 => new GuestValue(CoreType.F64, *(long*)values),
        ValueKind other => throw new NotSupportedException(
            $"'{_type.Name}' returns {ImportText.Of(other)}: call it through {nameof(Guest)}.{nameof(Guest.Instance)}."),
    };
}
