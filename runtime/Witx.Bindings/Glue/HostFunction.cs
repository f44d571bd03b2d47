using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>
/// The generated entry point of a host function: decodes the arguments, calls the partial method and encodes the results.
/// </summary>
/// <param name="host">The instance of the annotated class.</param>
/// <param name="arguments">The core arguments.</param>
/// <param name="memory">The guest's memory; may be empty if the function does not use it.</param>
/// <returns>The bits of the core result, zero-extended; 0 if the function has no result.</returns>
public delegate long HostEntry(object host, HostValues arguments, GuestMemory memory);

/// <summary>The generated entry point of a host function that calls back into the guest.</summary>
/// <param name="host">The instance of the annotated class.</param>
/// <param name="arguments">The core arguments.</param>
/// <param name="call">The calling guest.</param>
/// <returns>The bits of the core result, zero-extended; 0 if the function has no result.</returns>
public delegate long ReentrantEntry(object host, HostValues arguments, ref GuestCall call);

/// <summary>A function of a host class, for engines to define as an import.</summary>
/// <param name="Module">The module name of the import, as the witx file declares it.</param>
/// <param name="Name">The name of the import.</param>
/// <param name="Signature">The core type that a guest's import must declare.</param>
/// <param name="UsesMemory">True if the function reads or writes guest memory.</param>
/// <param name="Entry">The entry point. It throws for functions that have a <see cref="HostFunction.Reentry"/>.</param>
public sealed record HostFunction(string Module, string Name, CoreSignature Signature, bool UsesMemory, HostEntry Entry)
{
    private WitxSignature? _witxSignature;

    /// <summary>The entry point of a function that calls back into the guest; null for other functions.</summary>
    /// <remarks>If it is not null, engines must call it instead of <see cref="Entry"/>.</remarks>
    public ReentrantEntry? Reentry { get; init; }

    /// <summary>The source of <see cref="GetWitxSignature"/>; null for a function that generated code does not describe.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IWitxSignatureSource? SignatureSource { get; init; }

    /// <summary>Returns the parameters and the result by their witx names and C# types. The first call creates them.</summary>
    /// <returns>The signature, or null if the function is not generated or its host does not implement it.</returns>
    public WitxSignature? GetWitxSignature() => _witxSignature ??= SignatureSource?.CreateSignature(Name);

    /// <summary>Returns true if two functions have equal names and signatures and the same entry points.</summary>
    /// <param name="other">The other function.</param>
    public bool Equals(HostFunction? other) =>
        other is not null
        && Module == other.Module
        && Name == other.Name
        && Signature.Equals(other.Signature)
        && UsesMemory == other.UsesMemory
        && Entry == other.Entry
        && Reentry == other.Reentry;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Module, Name, Signature);
}
