using System;

namespace Witx.Bindings.Wasmtime;

/// <summary>A module cannot be given to Wasmtime's C API: listing its imports and exports would abort the host process.</summary>
public sealed class UnsupportedModuleException : Exception
{
    internal UnsupportedModuleException(string section, string? proposal, string message)
        : base(message) => (Section, Proposal) = (section, proposal);

    /// <summary>The section of the module that was refused, as the WebAssembly specification names it: <c>export</c>.</summary>
    public string Section { get; }

    /// <summary>The WebAssembly proposal that the refused type belongs to; null if the scanner could not read the section.</summary>
    public string? Proposal { get; }
}
