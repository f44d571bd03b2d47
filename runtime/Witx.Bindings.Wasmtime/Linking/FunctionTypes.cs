using System;
using System.Collections.Generic;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>
/// Native function types, each made once for one linking. They are not kept longer: a type belongs to the first engine that it is used
/// with.
/// </summary>
internal sealed unsafe class FunctionTypes : IDisposable
{
    private readonly Dictionary<CoreSignature, nint> _types = [];

    /// <summary>The native type of a signature, valid until disposed.</summary>
    internal nint GetOrCreate(CoreSignature signature)
    {
        if (!_types.TryGetValue(signature, out nint type))
        {
            ValueTypes parameters = Vector(signature.Parameters.AsSpan());
            ValueTypes results = signature.Result is { } result ? Vector([result]) : Vector([]);
            _types.Add(signature, type = Libwasmtime.wasm_functype_new(&parameters, &results));
        }

        return type;
    }

    public void Dispose()
    {
        foreach (nint type in _types.Values)
        {
            Libwasmtime.wasm_functype_delete(type);
        }

        _types.Clear();
    }

    private static ValueTypes Vector(ReadOnlySpan<CoreType> types)
    {
        Span<nint> items = stackalloc nint[types.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Libwasmtime.wasm_valtype_new((byte)HostDefinition.Kind(types[i]));
        }

        ValueTypes vector;
        fixed (nint* first = items)
        {
            Libwasmtime.wasm_valtype_vec_new(&vector, (nuint)items.Length, first);
        }

        return vector;
    }
}
