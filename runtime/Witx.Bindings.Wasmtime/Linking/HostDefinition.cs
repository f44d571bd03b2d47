using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>A host function that guests can import.</summary>
/// <param name="Function">The function, with the module name under which guests import it.</param>
/// <param name="Host">The index of its host in <see cref="HostDefinitions.All"/>.</param>
internal sealed record HostDefinition(HostFunction Function, int Host)
{
    /// <summary>Returns true if an import declares a signature.</summary>
    internal static bool Matches(CoreSignature signature, FunctionImport import) =>
        HaveSameTypes(import.Parameters, signature.Parameters.AsSpan())
        && HaveSameTypes(import.Results, signature.Result is { } result ? [result] : []);

    private static bool HaveSameTypes(IReadOnlyList<ValueKind> declared, ReadOnlySpan<CoreType> actual)
    {
        bool match = declared.Count == actual.Length;
        for (int i = 0; match && i < actual.Length; i++)
        {
            match = declared[i] == actual[i].ToValueKind();
        }

        return match;
    }
}
