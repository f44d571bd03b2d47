using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasmtime;

/// <summary>The exception for a module with imports that no host or linker provides. It is thrown before any guest code runs.</summary>
public sealed class UnresolvedImportsException : Exception
{
    internal UnresolvedImportsException(string module, IReadOnlyList<string> imports)
        : base($"Module '{module}' has {imports.Count} unresolved {(imports.Count == 1 ? "import" : "imports")}:{Environment.NewLine}  "
            + string.Join($"{Environment.NewLine}  ", imports)) => Imports = imports;

    /// <summary>A line of text for each unresolved import: its name, its type and the reason.</summary>
    public IReadOnlyList<string> Imports { get; }
}
