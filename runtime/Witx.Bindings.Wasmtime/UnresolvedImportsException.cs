using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasmtime;

/// <summary>A module imports what nobody offers, or offers with another type. Thrown before anything of the guest runs.</summary>
public sealed class UnresolvedImportsException : Exception
{
    internal UnresolvedImportsException(string module, IReadOnlyList<string> imports)
        : base($"{imports.Count} of the imports of the module '{module}' cannot be given to it:{Environment.NewLine}  "
            + string.Join($"{Environment.NewLine}  ", imports)) => Imports = imports;

    /// <summary>Every import that is at fault: its name, its type and what is wrong.</summary>
    public IReadOnlyList<string> Imports { get; }
}
