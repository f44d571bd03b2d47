using System;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>Ties functions of <c>wasix_32v1</c> to a test in which a guest asserts what they do. Without one, a function does not count as working.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FunctionAttribute(params string[] names) : Attribute
{
    internal string[] Names { get; } = names;

    /// <summary>Whether only guests that carry Asyncify can use them.</summary>
    public bool NeedsAsyncify { get; set; }

    /// <summary>Whether the functions may return <c>success</c> without an effect that a guest could assert.</summary>
    public bool HasNoEffect { get; set; }
}
