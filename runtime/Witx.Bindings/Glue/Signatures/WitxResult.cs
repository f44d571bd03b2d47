using System.Collections.Immutable;

namespace Witx.Bindings.Glue;

/// <summary>The result of a host function.</summary>
/// <param name="name">The witx name; empty if there is no result.</param>
/// <param name="kind">The meaning of the core result.</param>
/// <param name="core">The codec of the core result; null if it has no value.</param>
/// <param name="outputs">The places to which the function writes values, in the order of the declaration.</param>
public sealed class WitxResult(string name, WitxResultKind kind, GuestCodec? core, ImmutableArray<WitxParameter> outputs)
{
    /// <summary>The witx name; empty if there is no result.</summary>
    public string Name { get; } = name;

    /// <summary>The meaning of the core result.</summary>
    public WitxResultKind Kind { get; } = kind;

    /// <summary>The codec of the core result: of the value, or of the error. Null if the core result has no value.</summary>
    public GuestCodec? Core { get; } = core;

    /// <summary>The places to which the function writes values on success, in the order of the declaration.</summary>
    public ImmutableArray<WitxParameter> Outputs { get; } = outputs;
}

/// <summary>The meanings of a core result.</summary>
public enum WitxResultKind
{
    /// <summary>The function has no core result.</summary>
    None,

    /// <summary>The function never returns.</summary>
    NoReturn,

    /// <summary>The core result is a value. The function cannot fail.</summary>
    Value,

    /// <summary>The core result is an error; 0 means success.</summary>
    Error,

    /// <summary>The core result is 0 for success, and 1 for a failure without an error value.</summary>
    Failure,
}
