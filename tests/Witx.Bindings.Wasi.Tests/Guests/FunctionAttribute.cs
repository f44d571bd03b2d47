using System;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// Names the <c>wasix_32v1</c> functions whose effect the guest of a test asserts. Only these functions count as working.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FunctionAttribute(params string[] names) : Attribute
{
    internal string[] Names { get; } = names;

    /// <summary>True if only guests instrumented with Asyncify can use the functions.</summary>
    public bool NeedsAsyncify { get; set; }

    /// <summary>True if the functions have no effect that a guest can observe.</summary>
    public bool HasNoEffect { get; set; }
}
