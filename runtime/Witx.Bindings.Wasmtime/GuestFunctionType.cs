using System.Collections.Immutable;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime;

/// <summary>The type of a guest function whose parameters and results are numbers.</summary>
public sealed class GuestFunctionType
{
    /// <summary>Creates a function type.</summary>
    /// <param name="parameters">The types of the parameters, in order.</param>
    /// <param name="results">The types of the results, in order.</param>
    public GuestFunctionType(ImmutableArray<CoreType> parameters, ImmutableArray<CoreType> results) =>
        (Parameters, Results) = (parameters, results);

    /// <summary>The types of the parameters, in order.</summary>
    public ImmutableArray<CoreType> Parameters { get; }

    /// <summary>The types of the results, in order.</summary>
    public ImmutableArray<CoreType> Results { get; }
}
