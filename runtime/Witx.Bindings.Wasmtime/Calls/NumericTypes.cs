using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>Reads function types without <c>wasm_valtype_kind</c>, which aborts the process on <c>v128</c> and most references.</summary>
internal static unsafe class NumericTypes
{
    private static readonly CoreType[] s_types = [CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64];

    // Numeric types do not belong to an engine. They are never deleted.
    private static readonly nint[] s_native =
        Array.ConvertAll(s_types, static type => Libwasmtime.wasm_valtype_new((byte)type.ToValueKind()));

    /// <summary>Returns the type of a function.</summary>
    /// <exception cref="NotSupportedException">The function has parameters or results that are not numbers.</exception>
    internal static GuestFunctionType GetFunctionType(nint context, FunctionHandle function, string name)
    {
        nint type = Libwasmtime.wasmtime_func_type(context, &function);
        try
        {
            return TryRead(Libwasmtime.wasm_functype_params(type), out ImmutableArray<CoreType> parameters)
                && TryRead(Libwasmtime.wasm_functype_results(type), out ImmutableArray<CoreType> results)
                ? new GuestFunctionType(parameters, results)
                : throw new NotSupportedException(
                    $"Function '{name}' has vectors or references as parameters or results; call it through "
                    + $"'{nameof(Guest)}.{nameof(Guest.Instance)}'.");
        }
        finally
        {
            Libwasmtime.wasm_functype_delete(type);
        }
    }

    private static bool TryRead(ValueTypes* values, out ImmutableArray<CoreType> types)
    {
        types = [];
        CoreType[] read = new CoreType[values->Count];
        for (int i = 0; i < read.Length; i++)
        {
            int kind = 0;
            while (kind < s_native.Length && !Libwasmtime.wasmtime_wasm_valtype_equal(values->Items[i], s_native[kind]))
            {
                kind++;
            }

            if (kind == s_native.Length)
            {
                return false;
            }

            read[i] = s_types[kind];
        }

        types = ImmutableCollectionsMarshal.AsImmutableArray(read);
        return true;
    }
}
