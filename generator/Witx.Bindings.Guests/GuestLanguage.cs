namespace Witx.Bindings.Guests;

/// <summary>A language for which <see cref="GuestBindings"/> writes bindings.</summary>
public enum GuestLanguage
{
    /// <summary>One header for C11 and C++11.</summary>
    C,

    /// <summary>One module without dependencies, for Rust 2021 with or without the standard library.</summary>
    Rust,

    /// <summary>One static class, for C# that is compiled to WebAssembly.</summary>
    CSharp,
}
