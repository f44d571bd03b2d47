using System;
using System.Collections.Immutable;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>A function of a guest, which is called with raw values: without boxing, and without an exception that wraps another.</summary>
internal sealed unsafe class GuestFunction
{
    private readonly FunctionHandle _handle;

    private readonly GuestFunctionType _type;

    /// <summary>Creates an object for a function of the store.</summary>
    internal GuestFunction(string name, FunctionHandle handle, GuestFunctionType type)
    {
        Name = name;
        _handle = handle;
        _type = type;
    }

    /// <summary>Creates an object for a function of the store, and reads its type.</summary>
    /// <exception cref="NotSupportedException">The function has parameters or results that are not numbers.</exception>
    internal static GuestFunction Create(nint context, FunctionHandle handle, string name) =>
        new(name, handle, NumericTypes.GetFunctionType(context, handle, name));

    /// <summary>The name in messages.</summary>
    internal string Name { get; }

    /// <summary>The number of results.</summary>
    internal int ResultCount => _type.Results.Length;

    /// <summary>Calls the function and returns its first result, or a value with zero bits if it has none.</summary>
    /// <returns>A trap of the guest, or null.</returns>
    /// <exception cref="ArgumentException">The number or the types of the arguments differ from the parameters.</exception>
    internal WasmtimeException? Call(nint context, ReadOnlySpan<GuestValue> arguments, out GuestValue result)
    {
        CheckArguments(arguments);
        result = default;
        return Call(context, arguments, new Span<GuestValue>(ref result)[..Math.Min(1, ResultCount)]);
    }

    /// <summary>Calls the function with arguments that <see cref="CheckArguments"/> has accepted.</summary>
    /// <param name="context">The store's context.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="results">Receives the first results, as many as fit.</param>
    /// <returns>A trap of the guest, or null.</returns>
    internal WasmtimeException? Call(nint context, ReadOnlySpan<GuestValue> arguments, Span<GuestValue> results)
    {
        int count = Math.Max(_type.Parameters.Length, _type.Results.Length);
        byte* values = stackalloc byte[count * HostValues.SlotSize];
        for (int i = 0; i < arguments.Length; i++)
        {
            *(long*)(values + (i * HostValues.SlotSize)) = arguments[i].Bits;
        }

        UncaughtGuestException.Drop(context);
        FunctionHandle handle = _handle;
        nint trap;
        nint error = Libwasmtime.wasmtime_func_call_unchecked(context, &handle, values, (nuint)count, &trap);
        WasmtimeException? failure = HostTrap.TakeFailure(error, trap);
        for (int i = 0; i < results.Length && failure is null; i++)
        {
            results[i] = Read(_type.Results[i], values + (i * HostValues.SlotSize));
        }

        return failure;
    }

    /// <summary>Checks that arguments have the number and the types of the parameters.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    internal void CheckArguments(ReadOnlySpan<GuestValue> arguments)
    {
        ImmutableArray<CoreType> parameters = _type.Parameters;
        if (arguments.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"The number of arguments of '{Name}' is {arguments.Length}; pass {parameters.Length}.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type != parameters[i])
            {
                string type = parameters[i].ToValueKind().ToText();
                throw new ArgumentException(
                    $"Argument {i} of '{Name}' is '{arguments[i]}'; pass a value of type '{type}'.", nameof(arguments));
            }
        }
    }

    private static GuestValue Read(CoreType type, byte* value) =>
        new(type, type is CoreType.I32 or CoreType.F32 ? *(uint*)value : *(long*)value);
}
