using System;
using System.Collections.Immutable;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>A function of a guest, which is called with raw values: without boxing, and without an exception that wraps another.</summary>
internal sealed unsafe class GuestFunction
{
    private readonly string _name;

    private readonly FunctionHandle _handle;

    private readonly GuestFunctionType _type;

    private GuestFunction(string name, FunctionHandle handle, GuestFunctionType type)
    {
        _name = name;
        _handle = handle;
        _type = type;
    }

    /// <summary>Creates an object for a function of the store, and reads its type.</summary>
    /// <exception cref="NotSupportedException">The function has parameters or results that are not numbers.</exception>
    internal static GuestFunction Create(nint context, FunctionHandle handle, string name) =>
        new(name, handle, NumericTypes.GetFunctionType(context, handle, name));

    /// <summary>Calls the function and returns its first result, or a value with zero bits if it has none.</summary>
    /// <exception cref="ArgumentException">The number or the types of the arguments differ from the parameters.</exception>
    /// <exception cref="WasmtimeException">The guest trapped.</exception>
    internal GuestValue Call(nint context, ReadOnlySpan<GuestValue> arguments) =>
        Call(context, arguments, out GuestValue result) is { } failure ? throw failure : result;

    /// <summary>Calls the function and returns a trap of the guest instead of throwing it.</summary>
    internal WasmtimeException? Call(nint context, ReadOnlySpan<GuestValue> arguments, out GuestValue result)
    {
        int count = Math.Max(_type.Parameters.Length, _type.Results.Length);
        byte* values = stackalloc byte[count * HostValues.SlotSize];
        Write(arguments, values);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(context, &handle, values, (nuint)count, &trap);
        WasmtimeException? failure = HostTrap.TakeFailure(error, trap);
        result = failure is null && _type.Results.Length > 0 ? Read(_type.Results[0], values) : default;
        return failure;
    }

    private void Write(ReadOnlySpan<GuestValue> arguments, byte* values)
    {
        ImmutableArray<CoreType> parameters = _type.Parameters;
        if (arguments.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"The number of arguments of '{_name}' is {arguments.Length}; pass {parameters.Length}.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type != parameters[i])
            {
                string type = parameters[i].ToValueKind().ToText();
                throw new ArgumentException(
                    $"Argument {i} of '{_name}' is '{arguments[i]}'; pass a value of type '{type}'.", nameof(arguments));
            }

            *(long*)(values + (i * HostValues.SlotSize)) = arguments[i].Bits;
        }
    }

    private static GuestValue Read(CoreType type, byte* value) =>
        new(type, type is CoreType.I32 or CoreType.F32 ? *(uint*)value : *(long*)value);
}
