using System.Collections.Generic;
using System.Text;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Which of a module's memories is the one that host functions see.</summary>
/// <param name="Export">The name in UTF-8 that it is exported under; empty if no memory is exported.</param>
/// <param name="Import">The position among the imports of the first memory there; -1 if none is imported, or one is exported.</param>
internal readonly record struct ModuleMemory(byte[] Export, int Import)
{
    /// <summary>The export <c>memory</c>, else the first exported memory, else the first imported one.</summary>
    internal static ModuleMemory FromModule(Module module)
    {
        string? exported = null;
        foreach (Export export in module.Exports)
        {
            if (export is MemoryExport && (exported is null || export.Name == "memory"))
            {
                exported = export.Name;
            }
        }

        if (exported is not null)
        {
            return new ModuleMemory(Encoding.UTF8.GetBytes(exported), -1);
        }

        IReadOnlyList<Import> imports = module.Imports;
        int first = 0;
        while (first < imports.Count && imports[first] is not MemoryImport)
        {
            first++;
        }

        return new ModuleMemory([], first < imports.Count ? first : -1);
    }
}
