namespace Witx.Bindings.Glue;

/// <summary>The one shape of every generated entry point: decodes the arguments, calls the partial method, encodes the results.</summary>
/// <param name="host">The annotated class's instance.</param>
/// <param name="arguments">The core arguments.</param>
/// <param name="memory">The guest's memory as it is now; empty for a function that does not use it.</param>
/// <returns>The bits of the core result, zero-extended; 0 when there is none.</returns>
public delegate long HostEntry(object host, HostValues arguments, GuestMemory memory);

/// <summary>The shape of the entry points of functions that call back into the guest.</summary>
/// <param name="host">The annotated class's instance.</param>
/// <param name="arguments">The core arguments.</param>
/// <param name="call">The calling guest.</param>
/// <returns>The bits of the core result, zero-extended; 0 when there is none.</returns>
public delegate long ReentrantEntry(object host, HostValues arguments, ref GuestCall call);

/// <summary>One importable function of a host.</summary>
/// <param name="Module">The interface's own import module name.</param>
/// <param name="Name">The import name.</param>
/// <param name="Signature">The core type that a guest's import must have.</param>
/// <param name="UsesMemory">Whether the entry reads or writes guest memory.</param>
/// <param name="Entry">The entry point.</param>
public sealed record HostFunction(string Module, string Name, CoreSignature Signature, bool UsesMemory, HostEntry Entry)
{
    /// <summary>The entry point in place of <see cref="Entry"/>, of a function that calls back into the guest; an engine that does not know it must not call the function.</summary>
    public ReentrantEntry? Reentry { get; init; }
}
