namespace Witx.Bindings.Glue;

/// <summary>The one shape of every generated entry point: decodes the arguments, calls the partial method, encodes the results.</summary>
/// <param name="host">The annotated class's instance.</param>
/// <param name="arguments">The core arguments.</param>
/// <param name="memory">The guest's memory as it is now; empty for a function that does not use it.</param>
/// <returns>The bits of the core result, zero-extended; 0 when there is none.</returns>
public delegate long HostEntry(object host, HostValues arguments, GuestMemory memory);

/// <summary>One importable function of a host.</summary>
/// <param name="Module">The interface's own import module name.</param>
/// <param name="Name">The import name.</param>
/// <param name="Signature">The core type that a guest's import must have.</param>
/// <param name="UsesMemory">Whether the entry reads or writes guest memory.</param>
/// <param name="Entry">The entry point.</param>
public sealed record HostFunction(string Module, string Name, CoreSignature Signature, bool UsesMemory, HostEntry Entry);
