namespace Witx.Bindings.Language;

/// <summary>A core parameter and what it means.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Role">What it carries.</param>
/// <param name="Index">Of which parameter of the function; for the outward roles, of which output.</param>
public sealed record CoreParameter(CoreType Type, CoreParameterRole Role, int Index);

/// <summary>What a core parameter carries.</summary>
public enum CoreParameterRole
{
    /// <summary>The value of a parameter: a number, an enum, flags, a handle or a pointer.</summary>
    Value,

    /// <summary>The address of the value of a parameter: a record, a tuple, a variant with payloads.</summary>
    Reference,

    /// <summary>The address of the first element of a list or of the first byte of a string; the length follows.</summary>
    ListAddress,

    /// <summary>The number of elements of a list, or of bytes of a string.</summary>
    ListLength,

    /// <summary>The address to which an output is written.</summary>
    OutAddress,

    /// <summary>
    /// The number of elements that fit at the address before; only for lists and strings that a function of several results returns.
    /// </summary>
    OutLength,
}

/// <summary>A value that a function writes into guest memory.</summary>
/// <param name="Name">The name of the result, without its <c>$</c>; empty for the items of a tuple.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
public sealed record Output(string Name, WitxType Type, string Docs);

/// <summary>What the core result of a function means.</summary>
public enum ResultForm
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is the value of the result.</summary>
    Direct,

    /// <summary>0 is success, and the outputs are written; anything else is the error, and they are not.</summary>
    Expected,
}
