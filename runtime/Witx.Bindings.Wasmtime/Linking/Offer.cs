using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>A function that a host offers to guests.</summary>
/// <param name="Function">The function, under the module's name that it is offered under.</param>
/// <param name="Host">Whose it is: the position among the hosts.</param>
internal sealed record Offer(HostFunction Function, int Host)
{
    internal bool Fits(FunctionImport import) =>
        import.Parameters.SequenceEqual(Function.Signature.Parameters.Select(Kind))
        && import.Results.SequenceEqual(Function.Signature.Result is { } result ? [Kind(result)] : Enumerable.Empty<ValueKind>());

    internal static ValueKind Kind(CoreType type) => type switch
    {
        CoreType.I32 => ValueKind.Int32,
        CoreType.I64 => ValueKind.Int64,
        CoreType.F32 => ValueKind.Float32,
        _ => ValueKind.Float64,
    };
}
