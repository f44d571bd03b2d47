using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
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

    /// <summary>Calls the function. The first result's bits, or 0.</summary>
    internal long Call(Store store, ReadOnlySpan<ValueBox> arguments)
    {
        if (arguments.Length != _type.Parameters.Count)
        {
            throw new ArgumentException($"'{_type.Name}' takes {_type.Parameters.Count} arguments, not {arguments.Length}.", nameof(arguments));
        }

        byte* values = stackalloc byte[_slots * HostValues.SlotSize];
        for (int i = 0; i < arguments.Length; i++)
        {
            Write(values + (i * HostValues.SlotSize), _type.Parameters[i], arguments[i]);
        }

        using StoreLease lease = new(store);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(lease.Context, &handle, values, (nuint)_slots, &trap);
        Trap.ThrowIfAny(error, trap);
        return _slots == 0 ? 0 : *(long*)values;
    }

    /// <summary>Calls the function for its one result.</summary>
    internal T Call<T>(Store store, ReadOnlySpan<ValueBox> arguments)
        where T : unmanaged
    {
        ValueKind? kind =
            typeof(T) == typeof(int) || typeof(T) == typeof(uint) ? ValueKind.Int32
            : typeof(T) == typeof(long) || typeof(T) == typeof(ulong) ? ValueKind.Int64
            : typeof(T) == typeof(float) ? ValueKind.Float32
            : typeof(T) == typeof(double) ? ValueKind.Float64
            : null;
        if (_type.Results.Count != 1 || _type.Results[0] != kind)
        {
            throw new ArgumentException($"'{_type.Name}' does not return one {typeof(T).Name}.", nameof(T));
        }

        long bits = Call(store, arguments);
        return Unsafe.ReadUnaligned<T>(&bits);
    }

    private void Write(byte* slot, ValueKind kind, ValueBox value)
    {
        switch (kind)
        {
            case ValueKind.Int32:
                *(int*)slot = value.AsInt32();
                break;
            case ValueKind.Int64:
                *(long*)slot = value.AsInt64();
                break;
            case ValueKind.Float32:
                *(float*)slot = value.AsSingle();
                break;
            case ValueKind.Float64:
                *(double*)slot = value.AsDouble();
                break;
            default:
                throw new NotSupportedException($"'{_type.Name}' takes a {kind}: call it through {nameof(Guest)}.{nameof(Guest.Instance)}.");
        }
    }
}
