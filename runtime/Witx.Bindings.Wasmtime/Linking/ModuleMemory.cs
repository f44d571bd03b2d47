using System.Collections.Generic;
using System.Text;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Identifies the memory of a module that host functions use.</summary>
/// <param name="Export">The name of the exported memory in UTF-8; empty if the module does not export a memory.</param>
/// <param name="Import">The index of the first imported memory among the imports; -1 if a memory is exported or none is imported.</param>
internal readonly record struct ModuleMemory(byte[] Export, int Import)
{
    /// <summary>
    /// Chooses the memory of a module: the export <c>memory</c>, otherwise another exported memory, otherwise the first import.
    /// </summary>
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
