using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>A function that a host offers to guests.</summary>
/// <param name="Function">The function, under the module's name that it is offered under.</param>
/// <param name="Host">Whose it is: the position among the hosts.</param>
internal sealed record HostDefinition(HostFunction Function, int Host)
{
    /// <summary>Whether an import declares a type.</summary>
    internal static bool Fits(CoreSignature signature, FunctionImport import) =>
        Match(import.Parameters, signature.Parameters.AsSpan())
        && Match(import.Results, signature.Result is { } result ? [result] : []);

    private static bool Match(IReadOnlyList<ValueKind> declared, ReadOnlySpan<CoreType> offered)
    {
        bool match = declared.Count == offered.Length;
        for (int i = 0; match && i < offered.Length; i++)
        {
            match = declared[i] == Kind(offered[i]);
        }

        return match;
    }

    internal static ValueKind Kind(CoreType type) => type switch
    {
        CoreType.I32 => ValueKind.Int32,
        CoreType.I64 => ValueKind.Int64,
        CoreType.F32 => ValueKind.Float32,
        _ => ValueKind.Float64,
    };
}
