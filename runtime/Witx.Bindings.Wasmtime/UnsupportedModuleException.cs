using System;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// The exception for a module that <see cref="ModuleScanner"/> rejects, because Wasmtime's C API would abort the process.
/// </summary>
public sealed class UnsupportedModuleException : Exception
{
    internal UnsupportedModuleException(string section, string? proposal, string message)
        : base(message) => (Section, Proposal) = (section, proposal);

    /// <summary>The name of the rejected section in the WebAssembly specification, such as <c>export</c>.</summary>
    public string Section { get; }

    /// <summary>The WebAssembly proposal of the rejected type; null if the scanner could not read the section.</summary>
    public string? Proposal { get; }
}
