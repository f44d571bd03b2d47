using System;

namespace Witx.Bindings;

/// <summary>
/// What a guest is answered when it hands over something malformed, for each kind of <see cref="GuestFault"/>: a member of the module's
/// error enum, by its witx name, or a trap where none is given. A function that has no such error to answer with traps.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WitxFaultsAttribute : Attribute
{
    /// <summary>The answer to <see cref="GuestFault.OutOfBounds"/>.</summary>
    public string? OutOfBounds { get; set; }

    /// <summary>The answer to <see cref="GuestFault.Misaligned"/>.</summary>
    public string? Misaligned { get; set; }

    /// <summary>The answer to <see cref="GuestFault.UnknownValue"/>.</summary>
    public string? UnknownValue { get; set; }

    /// <summary>The answer to <see cref="GuestFault.InvalidUtf8"/>.</summary>
    public string? InvalidUtf8 { get; set; }
}
