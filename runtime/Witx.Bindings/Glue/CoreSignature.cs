using System;
using System.Collections.Immutable;
using System.Linq;

namespace Witx.Bindings.Glue;

/// <summary>The core WebAssembly type of a host function. A guest's import must declare the same type.</summary>
public sealed class CoreSignature : IEquatable<CoreSignature>
{
    /// <summary>Creates a signature.</summary>
    /// <param name="parameters">The types of the parameters, in order.</param>
    /// <param name="result">The type of the result, or null if the function has no result.</param>
    public CoreSignature(ReadOnlySpan<CoreType> parameters, CoreType? result = null)
    {
        Parameters = [.. parameters];
        Result = result;
    }

    /// <summary>The types of the parameters, in order.</summary>
    public ImmutableArray<CoreType> Parameters { get; }

    /// <summary>The type of the result, or null if the function has no result.</summary>
    public CoreType? Result { get; }

    /// <inheritdoc/>
    public bool Equals(CoreSignature? other) =>
        other is not null && Result == other.Result && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CoreSignature);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Result);
        foreach (CoreType parameter in Parameters)
        {
            hash.Add(parameter);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the signature as text, such as <c>(i32 i64) -> (i32)</c>.</summary>
    public override string ToString() => $"({string.Join(' ', Parameters.Select(CoreTypeNames.ToText))}) -> ({Result?.ToText()})";
}
