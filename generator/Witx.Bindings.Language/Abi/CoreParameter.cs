namespace Witx.Bindings.Language;

/// <summary>A parameter of the core WebAssembly signature.</summary>
/// <param name="Type">The core type.</param>
/// <param name="Role">The meaning of the value.</param>
/// <param name="Index">The index of the function's parameter, or of its output for the roles that start with <c>Out</c>.</param>
public sealed record CoreParameter(CoreType Type, CoreParameterRole Role, int Index);

/// <summary>The meanings of a core parameter.</summary>
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
    /// The capacity, in elements, of the buffer at the preceding address. Only lists and strings in functions with several results have it.
    /// </summary>
    OutLength,
}

/// <summary>A value that a function writes into guest memory.</summary>
/// <param name="Name">The name of the result, without its <c>$</c>; empty for the items of a tuple.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
public sealed record Output(string Name, WitxType Type, string Docs);

/// <summary>The meanings of a function's core result.</summary>
public enum ResultForm
{
    /// <summary>The function has no core result.</summary>
    None,

    /// <summary>The value of the result.</summary>
    Direct,

    /// <summary>An error code. On success it is 0 and the outputs are written; otherwise they are not.</summary>
    Expected,
}
