using System.Collections.Immutable;

namespace Witx.Bindings.Guests;

/// <summary>The settings of <see cref="GuestBindings"/>.</summary>
/// <param name="Name">
/// The name of the interface, such as <c>kv</c>. It prefixes all names in C, and names the class in C#. Rust does not use it.
/// </param>
public sealed record GuestBindingsOptions(string Name)
{
    /// <summary>The names of the witx files in the comment at the top, such as <c>kv.witx</c>.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>
    /// The prefix of all names in C, such as <c>__wasi_</c>; null, the default, for <see cref="Name"/> and an underscore. Macros have it in
    /// upper case.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// True if C functions take text that ends in NUL, as wasi-libc's do; they then need <c>strlen</c>. False, the default, if they take an
    /// address and a length.
    /// </summary>
    public bool HasTerminatedStrings { get; init; }

    /// <summary>
    /// True if the class in C# is one part of a class that is declared elsewhere: <see cref="Name"/> is then its exact name, and the other
    /// part has its accessibility and documentation. False, the default, for a whole class.
    /// </summary>
    public bool IsPart { get; init; }

    /// <summary>The namespace of the class in C#; empty, the default, for the global namespace.</summary>
    public string Namespace { get; init; } = "";
}
