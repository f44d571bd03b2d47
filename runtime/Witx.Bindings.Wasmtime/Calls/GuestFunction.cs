using System;
using System.Collections.Immutable;
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

    private readonly GuestFunctionType _type;

    private GuestFunction(string name, FunctionHandle handle, GuestFunctionType type)
    {
        _name = name;
        _handle = handle;
        _type = type;
    }

    /// <summary>A function of the store, with its type.</summary>
    /// <exception cref="NotSupportedException">The function takes or returns something else than numbers.</exception>
    internal static GuestFunction Create(nint context, FunctionHandle handle, string name) =>
        new(name, handle, NumericTypes.TypeOf(context, handle, name));

    /// <summary>Calls the function. The first result, or zero bits.</summary>
    /// <exception cref="ArgumentException">The arguments do not fit the parameters.</exception>
    /// <exception cref="WasmtimeException">The guest trapped.</exception>
    internal GuestValue Call(nint context, ReadOnlySpan<GuestValue> arguments) =>
        Call(context, arguments, out GuestValue result) is { } failure ? throw failure : result;

    /// <summary>Like <see cref="Call(nint, ReadOnlySpan{GuestValue})"/>, but gives a trap of the guest instead of throwing it.</summary>
    internal WasmtimeException? Call(nint context, ReadOnlySpan<GuestValue> arguments, out GuestValue result)
    {
        int count = Math.Max(_type.Parameters.Length, _type.Results.Length);
        byte* values = stackalloc byte[count * HostValues.SlotSize];
        Write(arguments, values);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(context, &handle, values, (nuint)count, &trap);
        WasmtimeException? failure = HostTrap.Failure(error, trap);
        result = failure is null && _type.Results.Length > 0 ? Read(_type.Results[0], values) : default;
        return failure;
    }

    private void Write(ReadOnlySpan<GuestValue> arguments, byte* values)
    {
        ImmutableArray<CoreType> parameters = _type.Parameters;
        if (arguments.Length != parameters.Length)
        {
            throw new ArgumentException($"'{_name}' takes {parameters.Length} arguments, not {arguments.Length}.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type != parameters[i])
            {
                throw new ArgumentException(
                    $"'{_name}' takes {ImportText.Format(HostDefinition.Kind(parameters[i]))} as argument {i}, not {arguments[i]}.", nameof(arguments));
            }

            *(long*)(values + (i * HostValues.SlotSize)) = arguments[i].Bits;
        }
    }

    private static GuestValue Read(CoreType type, byte* value) =>
        new(type, type is CoreType.I32 or CoreType.F32 ? *(uint*)value : *(long*)value);
}
