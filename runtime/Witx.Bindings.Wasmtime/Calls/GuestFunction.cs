using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>A guest's function, called over raw values: nothing is boxed, and one exception is thrown where one is due.</summary>
internal sealed unsafe class GuestFunction
{
    private readonly string _name;

    private readonly FunctionHandle _handle;

    private readonly ValueKind[] _parameters;

    private readonly ValueKind[] _results;

    private GuestFunction(string name, FunctionHandle handle, ValueKind[] parameters, ValueKind[] results)
    {
        _name = name;
        _handle = handle;
        _parameters = parameters;
        _results = results;
    }

    /// <summary>A function of the store, with its type.</summary>
    /// <exception cref="NotSupportedException">The function takes or returns something else than numbers.</exception>
    internal static GuestFunction Of(nint context, FunctionHandle handle, string name)
    {
        nint type = Libwasmtime.wasmtime_func_type(context, &handle);
        ValueKind[] parameters = Kinds(Libwasmtime.wasm_functype_params(type));
        ValueKind[] results = Kinds(Libwasmtime.wasm_functype_results(type));
        Libwasmtime.wasm_functype_delete(type);
        return parameters.Concat(results).All(static kind => kind <= ValueKind.Float64)
            ? new GuestFunction(name, handle, parameters, results)
            : throw new NotSupportedException(
                $"'{name}' takes or returns vectors or references: call it through {nameof(Guest)}.{nameof(Guest.Instance)}.");
    }

    /// <summary>Calls the function. The first result, or zero bits.</summary>
    /// <exception cref="ArgumentException">The arguments do not fit the parameters.</exception>
    /// <exception cref="WasmtimeException">The guest trapped.</exception>
    internal GuestValue Call(nint context, ReadOnlySpan<GuestValue> arguments) =>
        Call(context, arguments, out GuestValue result) is { } failure ? throw failure : result;

    /// <summary>Like <see cref="Call(nint, ReadOnlySpan{GuestValue})"/>, but gives a trap of the guest instead of throwing it.</summary>
    internal WasmtimeException? Call(nint context, ReadOnlySpan<GuestValue> arguments, out GuestValue result)
    {
        int count = Math.Max(_parameters.Length, _results.Length);
        byte* values = stackalloc byte[count * HostValues.SlotSize];
        Write(arguments, values);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(context, &handle, values, (nuint)count, &trap);
        WasmtimeException? failure = Trap.Failure(error, trap);
        result = failure is null && _results.Length > 0 ? Read(_results[0], values) : default;
        return failure;
    }

    private void Write(ReadOnlySpan<GuestValue> arguments, byte* values)
    {
        if (arguments.Length != _parameters.Length)
        {
            throw new ArgumentException($"'{_name}' takes {_parameters.Length} arguments, not {arguments.Length}.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (Offer.Kind(arguments[i].Type) != _parameters[i])
            {
                throw new ArgumentException(
                    $"'{_name}' takes {ImportText.Of(_parameters[i])} as argument {i}, not {arguments[i]}.", nameof(arguments));
            }

            *(long*)(values + (i * HostValues.SlotSize)) = arguments[i].Bits;
        }
    }

    private static GuestValue Read(ValueKind kind, byte* value) => kind switch
    {
        ValueKind.Int32 => new GuestValue(CoreType.I32, *(uint*)value),
        ValueKind.Int64 => new GuestValue(CoreType.I64, *(long*)value),
        ValueKind.Float32 => new GuestValue(CoreType.F32, *(uint*)value),
        _ => new GuestValue(CoreType.F64, *(long*)value),
    };

    private static ValueKind[] Kinds(ValueTypes* types)
    {
        ValueKind[] kinds = new ValueKind[types->Count];
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = (ValueKind)Libwasmtime.wasm_valtype_kind(types->Items[i]);
        }

        return kinds;
    }
}
