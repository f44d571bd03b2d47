using System;
using System.Collections.Generic;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>A cache of native function types for one instantiation.</summary>
/// <remarks>Types are not kept longer, because a native type belongs to the first engine that uses it.</remarks>
internal sealed unsafe class FunctionTypes : IDisposable
{
    private readonly Dictionary<CoreSignature, nint> _types = [];

    /// <summary>Returns the native type of a signature, valid until this object is disposed.</summary>
    internal nint GetOrCreate(CoreSignature signature)
    {
        if (!_types.TryGetValue(signature, out nint type))
        {
            ValueTypes parameters = CreateVector(signature.Parameters.AsSpan());
            ValueTypes results = signature.Result is { } result ? CreateVector([result]) : CreateVector([]);
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

    private static ValueTypes CreateVector(ReadOnlySpan<CoreType> types)
    {
        Span<nint> items = stackalloc nint[types.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Libwasmtime.wasm_valtype_new((byte)types[i].ToValueKind());
        }

        ValueTypes vector;
        fixed (nint* first = items)
        {
            Libwasmtime.wasm_valtype_vec_new(&vector, (nuint)items.Length, first);
        }

        return vector;
    }
}
