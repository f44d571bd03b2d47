using System;

namespace Witx.Bindings;

/// <summary>
/// Selects the error that a host function returns for a malformed argument of the guest. Without it, malformed arguments trap.
/// </summary>
/// <remarks>
/// Each property is the witx name of a member of the module's error enum, or null to trap. Functions that cannot return this error, because
/// they have another result or none, trap. A derived class inherits the attribute; an attribute of its own replaces the inherited one as a
/// whole.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [WitxModule("kv.witx")]
/// [WitxFaults(OutOfBounds = "fault", InvalidUtf8 = "ilseq")]
/// public sealed partial class KeyValueHost;
/// ]]></code>
/// </example>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WitxFaultsAttribute : Attribute
{
    /// <summary>The error to return for <see cref="GuestFault.OutOfBounds"/>, by its witx name; null to trap.</summary>
    public string? OutOfBounds { get; set; }

    /// <summary>The error to return for <see cref="GuestFault.Misaligned"/>, by its witx name; null to trap.</summary>
    public string? Misaligned { get; set; }

    /// <summary>The error to return for <see cref="GuestFault.UnknownValue"/>, by its witx name; null to trap.</summary>
    public string? UnknownValue { get; set; }

    /// <summary>The error to return for <see cref="GuestFault.InvalidUtf8"/>, by its witx name; null to trap.</summary>
    public string? InvalidUtf8 { get; set; }
}
